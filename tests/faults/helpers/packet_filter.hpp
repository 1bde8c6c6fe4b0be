// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "child.hpp"
#include "network_namespace.hpp"
#include "program.hpp"

namespace faults {

/// Replaces the packet filter of this process's network by rules of nft(8), one a line. Returns
/// false if nft(8) refuses them.
[[nodiscard]] inline bool filter(const std::string& incoming, const std::string& outgoing = "") {
    const auto chain = [](const std::string& hook, const std::string& rules) {
        return "chain " + hook + " {\n type filter hook " + hook + " priority 0\n" + rules +
               "\n}\n";
    };
    return run_program({"nft", "flush ruleset\ntable inet faults {\n" + chain("input", incoming) +
                                   chain("output", outgoing) + "}\n"})
               .status == 0;
}
[[nodiscard]] inline bool remove_filter() {
    return filter("");
}

/// Returns what is missing to filter packets on this machine; empty if nothing is.
[[nodiscard]] inline std::string missing_for_filtering() {
    if (!may_enter_network_namespace())
        return "needs a network namespace";
    if (run_program({"nft", "--version"}).status != 0)
        return "needs nft(8)";
    return in_a_child([] {
               return enter_network_namespace() && filter("tcp dport 1 drop", "tcp dport 1 reject");
           }) == "held"
               ? ""
               : "needs a kernel with nftables";
}

}  // namespace faults
