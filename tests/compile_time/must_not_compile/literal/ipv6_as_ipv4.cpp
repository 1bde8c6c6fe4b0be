// SPDX-License-Identifier: BSL-1.0
// An IPv4 endpoint has no IPv6 address.
//
// change: "127.0.0.1:80" -> "[::1]:80"
// words: constexpr.* function .*not_an_ipv4_address
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "127.0.0.1:80"_v4;
}
