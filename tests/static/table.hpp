// SPDX-License-Identifier: BSL-1.0
#pragma once

// How the truth table is read. A row is written by hand; what the library says is asked through probes; where the two differ
// the compiler stops at the row, and names the column.

#include <array>
#include <cstddef>
#include <string_view>

#include <support/policies.hpp>
#include <support/probes.hpp>

namespace truth {

using support::handshaking, support::mptcp, support::netlink, support::netlink_messages, support::ospf, support::stranger;
using tenon::any_ip, tenon::ipv4, tenon::ipv6, tenon::local;
using tenon::bound, tenon::connected, tenon::connecting, tenon::connecting_bound, tenon::listening, tenon::opened,
    tenon::receiving, tenon::sending;
using tenon::datagram, tenon::raw, tenon::seqpacket, tenon::stream;
using tenon::icmp, tenon::icmp_echo, tenon::raw_ip, tenon::tcp, tenon::udp;

/// The families of a row.
template <class... Families>
struct over {};

// These are not constexpr: to reach one is the error.
void a_row_has_as_many_letters_as_there_are_columns(std::size_t);
void the_letter_is_not_that_of_the_column(char letter, char column);
void the_table_and_the_library_differ(char column, bool written, bool existing);

/// Compares the words of a row with what exists: each column's own letter, or a dot; spaces are for the eye.
template <std::size_t Columns>
consteval bool same(std::string_view row, std::string_view letters, const std::array<bool, Columns>& existing) {
    std::size_t column = 0;
    for (const char letter : row) {
        if (letter == ' ')
            continue;
        if (column == Columns)
            a_row_has_as_many_letters_as_there_are_columns(Columns);
        if (letter != '.' && letter != letters[column])
            the_letter_is_not_that_of_the_column(letter, letters[column]);
        if ((letter != '.') != existing[column])
            the_table_and_the_library_differ(letters[column], letter != '.', existing[column]);
        ++column;
    }
    if (column != Columns)
        a_row_has_as_many_letters_as_there_are_columns(Columns);
    return true;
}

}  // namespace truth
