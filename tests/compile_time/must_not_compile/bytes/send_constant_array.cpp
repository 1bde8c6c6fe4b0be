// SPDX-License-Identifier: BSL-1.0
// An array of constant characters has the type of a string literal, with or without a NUL.
//
// change: std::span(magic) -> magic
// words clang: a_literal_ends_in_a_nul_write_text_bytes_or_of_an_array_std_span
// words gcc: a_literal_ends_in_a_nul_write_text_bytes_or_of_an_array_std_span
// words deleted: of an array of constant characters that is not a literal, write std::span\(array\)
#include <tenon.hpp>

constexpr char magic[4] = {'M', 'A', 'G', 'C'};

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) {
    return socket.send(/*here*/ std::span(magic));
}
