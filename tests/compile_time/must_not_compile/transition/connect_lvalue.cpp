// SPDX-License-Identifier: BSL-1.0
// `connect` consumes the socket and returns a connection: write `std::move(socket)`.
//
// change: std::move(socket) -> socket
// words clang: expects an rvalue for object argument
// words gcc: as 'this' argument discards qualifiers
// words gcc: connect\([^)]*\) &&
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return /*here*/ std::move(socket).connect("127.0.0.1:7000"_v4);
}
