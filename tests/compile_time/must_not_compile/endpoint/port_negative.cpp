// SPDX-License-Identifier: BSL-1.0
// A constant port is not negative.
//
// change: 0 -> -1
// words: constexpr.* function .*port_is_negative
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::ipv6::endpoint("::1"_v6_address, /*here*/ 0);
}
