// SPDX-License-Identifier: BSL-1.0
// A string literal ends in a NUL that is not data, also in UTF-8.
//
// change: std::u8string_view(u8"text") -> u8"text"
// words clang: a_literal_ends_in_a_nul_write_text_bytes
// words gcc: a_literal_ends_in_a_nul_write_text_bytes
// words deleted: a string literal ends in a NUL that is not data
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) {
    return socket.send(/*here*/ std::u8string_view(u8"text"));
}
