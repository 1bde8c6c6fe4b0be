// SPDX-License-Identifier: BSL-1.0
// An IPv4 socket cannot connect to an IPv6 endpoint.
//
// change: "127.0.0.1:7000"_v4 -> "[::1]:7000"_v6
// words: (no (viable|known) conversion|cannot convert).*ipv6::endpoint.* to .*ipv4::endpoint
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, tenon::blocking> socket) {
    return std::move(socket).connect(/*here*/ "127.0.0.1:7000"_v4);
}
