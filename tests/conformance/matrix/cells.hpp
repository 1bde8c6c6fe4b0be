// SPDX-License-Identifier: BSL-1.0
#pragma once

// The record of the cells of the truth table that the tests execute.

#include <compare>
#include <string>

namespace matrix {

/// An operation or a verb of a pair, in a state, under a driver.
struct cell {
    std::string pair, driver, state, operation;
    auto operator<=>(const cell&) const = default;
};

/// Records a legal cell, which has to be executed. Requires that `main` has not begun.
void announce(const cell& legal);

/// Records that the operation had the expected result.
void executed(const cell& one);

/// Records that this system cannot execute the cell.
void cannot_execute(const cell& one, const std::string& reason);

/// Records that this system cannot execute any cell of the pair.
void cannot_execute_pair(const std::string& pair, const std::string& reason);

}  // namespace matrix
