// SPDX-License-Identifier: BSL-1.0
// An IPv4 socket cannot be bound to an IPv6 endpoint.
//
// change: "127.0.0.1:7000"_v4 -> "[::1]:7000"_v6
// words: (no viable conversion|cannot convert).*ipv6::endpoint.* to .*ipv4::endpoint
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, tenon::blocking> socket) {
    return std::move(socket).bind(/*here*/ "127.0.0.1:7000"_v4);
}
