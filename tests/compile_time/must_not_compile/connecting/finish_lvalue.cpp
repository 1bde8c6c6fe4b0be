// SPDX-License-Identifier: BSL-1.0
// `finish` consumes the socket and returns a connected one: write `std::move(socket)`.
//
// change: std::move(socket) -> socket
// words clang: expects an rvalue for object argument
// words gcc: cannot convert .*connecting.* to .*connecting.*&&
// words gcc: initializing argument 'this' of .*::finish\(
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::connecting, tenon::nonblocking>& socket) {
    return /*here*/ std::move(socket).finish();
}
