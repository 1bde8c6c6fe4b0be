// SPDX-License-Identifier: BSL-1.0
// An IPv4 socket cannot send to an IPv6 endpoint.
//
// change: "127.0.0.1:7000"_v4 -> "[::1]:7000"_v6
// words clang: no known conversion from .ipv6::endpoint.* to .*ipv4::endpoint
// words gcc: cannot convert .*ipv6::endpoint.* to type
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, tenon::blocking>& socket, tenon::const_bytes data) {
    return socket.send_to(data, /*here*/ "127.0.0.1:7000"_v4);
}
