// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <tenon.hpp>

#include "child.hpp"
#include "loopback.hpp"
#include "network_namespace.hpp"
#include "program.hpp"

namespace faults {

/// Destroys the sockets of this process's network that are bound to an endpoint, as an
/// administrator does (ss(8), `-K`). `protocol` is the option of ss(8): "-t" for TCP, "-u" for UDP.
/// Returns false if there was no such socket.
template <class Endpoint>
[[nodiscard]] bool destroy(const char* protocol, const Endpoint& local) {
    const program_outcome outcome =
        run_program({"ss", "-H", "-n", "-a", "-K", protocol, "src", to_string(local)});
    return outcome.status == 0 && !outcome.output.empty();
}

/// Returns what is missing to destroy sockets on this machine; empty if nothing is.
[[nodiscard]] inline std::string missing_for_destroying() {
    if (!may_enter_network_namespace())
        return "needs a network namespace";
    if (run_program({"ss", "-V"}).status != 0)
        return "needs ss(8)";
    return in_a_child([] {
               HOLDS(enter_network_namespace());
               auto listener = tenon::listen<tenon::tcp>("127.0.0.1:7000"_v4).value();
               return destroy("-t", listener.local_endpoint().value());
           }) == "held"
               ? ""
               : "needs a kernel that destroys sockets (CONFIG_INET_DIAG_DESTROY)";
}

}  // namespace faults
