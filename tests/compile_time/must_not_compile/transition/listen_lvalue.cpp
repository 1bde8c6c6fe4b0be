// SPDX-License-Identifier: BSL-1.0
// `listen` consumes the socket and returns a listener: write `std::move(socket)`.
//
// change: std::move(socket) -> socket
// words clang: lvalue, but function has rvalue ref-qualifier
// words gcc: as 'this' argument discards qualifiers
// words gcc: listen\([^)]*\) &&
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::bound, tenon::blocking>& socket) {
    return /*here*/ std::move(socket).listen();
}
