// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include "child.hpp"
#include "network_namespace.hpp"
#include "program.hpp"

namespace faults {

/// Puts rules of nft(8), one a line, in the place of those that this process's network has. False where they are refused.
[[nodiscard]] inline bool filter(const std::string& incoming, const std::string& outgoing = "") {
    const auto chain = [](const std::string& hook, const std::string& rules) {
        return "chain " + hook + " {\n type filter hook " + hook + " priority 0\n" + rules + "\n}\n";
    };
    return run_program(
               {"nft", "flush ruleset\ntable inet faults {\n" + chain("input", incoming) + chain("output", outgoing) + "}\n"})
               .status == 0;
}
[[nodiscard]] inline bool end_filter() {
    return filter("");
}

/// Why packets cannot be filtered here; empty where they can.
[[nodiscard]] inline std::string no_filter() {
    if (!may_have_own_network())
        return "needs a network of its own";
    if (run_program({"nft", "--version"}).status != 0)
        return "needs nft(8)";
    return in_a_child([] { return enter_own_network() && filter("tcp dport 1 drop", "tcp dport 1 reject"); }) == "held"
               ? ""
               : "the kernel takes no rules of nftables";
}

}  // namespace faults
