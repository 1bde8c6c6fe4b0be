// SPDX-License-Identifier: BSL-1.0
// `become` consumes the socket and returns another: write `std::move(socket)`.
//
// change: std::move(socket) -> socket
// words clang: become
// words clang: expects an rvalue for object argument
// words gcc: become\(\) &&.*near match
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::connected, tenon::blocking>& socket) {
    return /*here*/ std::move(socket).become<tenon::stream, tenon::connected>();
}
