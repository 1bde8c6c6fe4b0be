// SPDX-License-Identifier: BSL-1.0
// An IPv6 address has 128 bits.
//
// change: "2001:db8::/32" -> "2001:db8::/129"
// words: constexpr.* function .*prefix_length_too_great
#include <tenon.hpp>
#include <tenon/address/network.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "2001:db8::/32"_v6_network;
}
