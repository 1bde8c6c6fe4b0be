// SPDX-License-Identifier: BSL-1.0
#pragma once

// One option in the list of all options: its row of the documents, and the values that the tests
// set.

#include <vector>

#include <tenon.hpp>

namespace listing {

/// The relation between the value that is read and the one that was set.
enum class comparison {
    same,
    doubled,   ///< Linux returns twice the size of a buffer
    not_less,  ///< the system rounds the value up
    any,       ///< the system changes the value by itself, or returns it only later
};

template <class Option>
struct option_case {
    using option = Option;
    using value_type = typename Option::value_type;

    const char* name;
    const char* constant;
    const char* value;
    const char* manual;
    const char* meaning;

    /// The values that are set, one after the other. If empty: true, false and true.
    std::vector<value_type> samples = {};
    comparison read = comparison::same;
    /// The errors with which the system may refuse the option, and what the option needs then.
    std::vector<int> refusals = {};
    const char* needs = "";
};

/// The index of the loopback interface.
inline tenon::interface_index loopback_index() {
    return tenon::interface_named("lo").value();
}
/// A filter that accepts every packet: `return 0xFFFFFFFF`.
inline tenon::options::filter_program accept_all() {
    static constexpr tenon::options::filter_instruction instructions[] = {{0x06, 0, 0, 0xFFFFFFFF}};
    return instructions;
}

}  // namespace listing
