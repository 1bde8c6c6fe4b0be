// SPDX-License-Identifier: BSL-1.0
#pragma once

// One option in the list of all: what a reader is told of it, and what the system is to do with it.

#include <vector>

#include <tenon.hpp>

namespace listing {

/// How the value that is read must stand to the one that was set.
enum class comparison {
    same,
    doubled,   ///< Linux gives twice the size of a buffer
    not_less,  ///< it is rounded up
    any,       ///< the system changes it by itself, or gives it only later
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

    /// What is set, one after the other; true, false and true where it is empty.
    std::vector<value_type> samples = {};
    comparison read = comparison::same;
    /// The errors with which the system may refuse, and why it does: what it needs, and some machine lacks.
    std::vector<int> refusals = {};
    const char* needs = "";
};

/// The interface that every machine has.
inline tenon::interface_index loopback_index() {
    return tenon::interface_named("lo").value();
}
/// A filter that lets everything pass: `return 0xFFFFFFFF`.
inline tenon::options::filter_program accept_all() {
    static constexpr tenon::options::filter_instruction instructions[] = {{0x06, 0, 0, 0xFFFFFFFF}};
    return instructions;
}

}  // namespace listing
