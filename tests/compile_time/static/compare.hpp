// SPDX-License-Identifier: BSL-1.0
#pragma once

// How the truth table is read. What is written in it is compared with what exists, as probes find out; where the two differ the
// compiler stops, and names the column.

#include <cstddef>
#include <span>
#include <string_view>

namespace truth {

// These are not constexpr: to reach one is the error.
void a_row_has_as_many_letters_as_there_are_columns(std::size_t columns);
void the_letter_is_not_that_of_the_column(char letter, char column);
void the_table_and_the_library_differ(char column, bool written, bool existing);

/// Compares the words of a row with what exists: each column's own letter, or a dot; spaces are for the eye. Gives how many
/// exist.
consteval std::size_t compare(std::string_view row, std::string_view letters, std::span<const bool> existing) {
    if (row.size() != letters.size())
        a_row_has_as_many_letters_as_there_are_columns(existing.size());
    std::size_t count = 0;
    std::size_t column = 0;
    for (std::size_t index = 0; index != letters.size(); ++index) {
        if (letters[index] == ' ' && row[index] == ' ')
            continue;
        if (column == existing.size())
            a_row_has_as_many_letters_as_there_are_columns(existing.size());
        if (row[index] != '.' && row[index] != letters[index])
            the_letter_is_not_that_of_the_column(row[index], letters[index]);
        if ((row[index] != '.') != existing[column])
            the_table_and_the_library_differ(letters[index], row[index] != '.', existing[column]);
        count += existing[column] ? 1 : 0;
        ++column;
    }
    if (column != existing.size())
        a_row_has_as_many_letters_as_there_are_columns(existing.size());
    return count;
}

/// What was compared: cells, and how many of them exist. The rest does not compile.
struct cells {
    std::size_t all = 0;
    std::size_t legal = 0;
};
constexpr cells operator+(cells left, cells right) {
    return {left.all + right.all, left.legal + right.legal};
}

/// What the three parts of the table came to.
extern const cells compared_verbs;
extern const cells compared_operations;
extern const cells compared_options;

}  // namespace truth
