// SPDX-License-Identifier: BSL-1.0
// `disconnect` consumes the connection and returns a bound socket: write `std::move(socket)`.
//
// change: std::move(socket) -> socket
// words clang: lvalue, but function has rvalue ref-qualifier
// words gcc: as 'this' argument discards qualifiers
// words gcc: disconnect\([^)]*\) &&
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::connected, tenon::blocking>& socket) {
    return /*here*/ std::move(socket).disconnect();
}
