// SPDX-License-Identifier: BSL-1.0
// `shutdown_send` consumes the connection and returns its receiving half: write
// `std::move(socket)`.
//
// change: std::move(socket) -> socket
// words clang: lvalue, but function has rvalue ref-qualifier|expects an rvalue for object argument
// words gcc: as 'this' argument discards qualifiers
// words gcc: shutdown_send\([^)]*\) &&
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::connected, tenon::blocking>& socket) {
    return /*here*/ std::move(socket).shutdown_send();
}
