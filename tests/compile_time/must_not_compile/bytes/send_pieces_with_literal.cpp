// SPDX-License-Identifier: BSL-1.0
// A string literal ends in a NUL that is not data, also in pieces.
//
// change: "text"_bytes -> "text"
// words: pieces
// words: const char ?(\(&\) ?)?\[5\]
// further words clang: convertible_to<const char
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::const_bytes body) {
    return socket.send(tenon::pieces{/*here*/ "text"_bytes, body});
}
