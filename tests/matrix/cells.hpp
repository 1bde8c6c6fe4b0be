// SPDX-License-Identifier: BSL-1.0
#pragma once

// The account of the cells of the truth table that are executed: a cell is one operation of a pair in a state under a driver,
// or one of its verbs.

#include <string>

namespace matrix {

/// A legal cell, which is to be executed. To be called before `main`.
void announce_cell(const std::string& pair, const std::string& driver, const std::string& state, const std::string& operation);

/// The cell was executed: the operation gave what it should.
void cell_was_executed(const std::string& pair, const std::string& driver, const std::string& state,
                       const std::string& operation);

/// The cell cannot be executed, and why.
void cell_is_left_out(const std::string& pair, const std::string& driver, const std::string& state,
                      const std::string& operation, const std::string& why);

/// No cell of the pair can be executed, and why.
void pair_is_left_out(const std::string& pair, const std::string& why);

}  // namespace matrix
