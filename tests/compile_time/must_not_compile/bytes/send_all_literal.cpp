// SPDX-License-Identifier: BSL-1.0
// A string literal ends in a NUL that is not data.
//
// change: "text"_bytes -> "text"
// words clang: a_literal_ends_in_a_nul_write_text_bytes
// words gcc: a_literal_ends_in_a_nul_write_text_bytes
// words deleted: a string literal ends in a NUL that is not data: write "text"_bytes
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) {
    return socket.send_all(/*here*/ "text"_bytes);
}
