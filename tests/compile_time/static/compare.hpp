// SPDX-License-Identifier: BSL-1.0
#pragma once

// Compares the truth table with the library at compile time. If they differ, the compiler reports
// an error that names the column.

#include <cstddef>
#include <span>
#include <string_view>

namespace truth {

// These functions are not constexpr, so that a call in a constant expression is an error.
void row_has_wrong_number_of_letters(std::size_t columns);
void letter_is_in_wrong_column(char letter, char column);
void table_and_library_differ(char column, bool written, bool existing);

/// Compares a row of the table with the library. A row has for each column its letter or a dot, and
/// spaces between groups. Returns the number of columns that exist.
consteval std::size_t compare(std::string_view row, std::string_view letters,
                              std::span<const bool> existing) {
    if (row.size() != letters.size())
        row_has_wrong_number_of_letters(existing.size());
    std::size_t count = 0;
    std::size_t column = 0;
    for (std::size_t index = 0; index != letters.size(); ++index) {
        if (letters[index] == ' ' && row[index] == ' ')
            continue;
        if (column == existing.size())
            row_has_wrong_number_of_letters(existing.size());
        if (row[index] != '.' && row[index] != letters[index])
            letter_is_in_wrong_column(row[index], letters[index]);
        if ((row[index] != '.') != existing[column])
            table_and_library_differ(letters[index], row[index] != '.', existing[column]);
        count += existing[column] ? 1 : 0;
        ++column;
    }
    if (column != existing.size())
        row_has_wrong_number_of_letters(existing.size());
    return count;
}

/// The number of compared cells, and of those that exist. The others do not compile.
struct cells {
    std::size_t all = 0;
    std::size_t legal = 0;
};
constexpr cells operator+(cells left, cells right) {
    return {left.all + right.all, left.legal + right.legal};
}

/// The number of types and operations in the table.
struct extent {
    std::size_t pairs;
    std::size_t states;
    std::size_t drivers;
    std::size_t operations;
};
extern const extent table_extent;

/// The counts of the parts of the table.
extern const cells compared_verbs;
extern const cells compared_operations;
extern const cells compared_layers;  ///< operations of protocols with layers
extern const cells compared_options;

}  // namespace truth
