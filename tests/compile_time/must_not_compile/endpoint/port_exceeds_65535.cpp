// SPDX-License-Identifier: BSL-1.0
// A constant port is at most 65535.
//
// change: 7000 -> 70000
// words: constexpr.* function .*port_exceeds_65535
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::ipv4::endpoint("127.0.0.1"_v4_address, /*here*/ 7000);
}
