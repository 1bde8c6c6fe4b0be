// SPDX-License-Identifier: BSL-1.0
// An IPv6 endpoint has no IPv4 address.
//
// change: "[::1]:80" -> "127.0.0.1:80"
// words: constexpr.* function .*not_an_ipv6_address
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "[::1]:80"_v6;
}
