// SPDX-License-Identifier: BSL-1.0
#pragma once

// The account of the cells of the truth table that are executed.

#include <compare>
#include <string>

namespace matrix {

/// One operation of a pair in a state under a driver, or one of its verbs.
struct cell {
    std::string pair, driver, state, operation;
    auto operator<=>(const cell&) const = default;
};

/// A legal cell, which is to be executed. To be called before `main`.
void announce(const cell& legal);

/// The operation gave what it should.
void executed(const cell& one);

/// The cell cannot be executed, and why.
void left_out(const cell& one, const std::string& why);

/// No cell of the pair can be executed, and why.
void pair_is_left_out(const std::string& pair, const std::string& why);

}  // namespace matrix
