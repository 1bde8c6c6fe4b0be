// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <tenon.hpp>

#include "child.hpp"
#include "loopback.hpp"
#include "network_namespace.hpp"
#include "program.hpp"

namespace faults {

/// Destroys the sockets of a kind that are bound to an endpoint of this process's network, as an administrator does (ss(8),
/// `-K`). False where there was none. The kind is the option of ss(8): "-t" for TCP, "-u" for UDP.
template <class Endpoint>
[[nodiscard]] bool destroy(const char* kind, const Endpoint& local) {
    const program_outcome done = run_program({"ss", "-H", "-n", "-a", "-K", kind, "src", to_string(local)});
    return done.status == 0 && !done.output.empty();
}

/// Why sockets cannot be destroyed here; empty where they can.
[[nodiscard]] inline std::string no_destruction() {
    if (!may_have_own_network())
        return "needs a network of its own";
    if (run_program({"ss", "-V"}).status != 0)
        return "needs ss(8)";
    return in_a_child([] {
               HOLDS(enter_own_network());
               auto listener = tenon::listen<tenon::tcp>("127.0.0.1:7000"_v4).value();
               return destroy("-t", listener.local_endpoint().value());
           }) == "held"
               ? ""
               : "the kernel destroys no sockets (CONFIG_INET_DIAG_DESTROY)";
}

}  // namespace faults
