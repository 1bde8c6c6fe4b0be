// SPDX-License-Identifier: BSL-1.0
// A network is written as its first address.
//
// change: "2001:db8::/32" -> "2001:db8::1/32"
// words: constexpr.* function .*network_has_host_bits
#include <tenon.hpp>
#include <tenon/address/network.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "2001:db8::/32"_v6_network;
}
