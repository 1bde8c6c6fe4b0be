// SPDX-License-Identifier: BSL-1.0
// `bind` consumes the socket and returns a bound one: write `std::move(socket)`.
//
// change: std::move(socket) -> socket
// words clang: lvalue, but function has rvalue ref-qualifier
// words gcc: as 'this' argument discards qualifiers
// words gcc: bind\([^)]*\) &&
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return /*here*/ std::move(socket).bind("127.0.0.1:0"_v4);
}
