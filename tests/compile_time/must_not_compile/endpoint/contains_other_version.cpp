// SPDX-License-Identifier: BSL-1.0
// An IPv4 network has no IPv6 addresses.
//
// change: "10.0.0.1"_v4_address -> "::1"_v6_address
// words: ipv6_address
// words: contains
#include <tenon.hpp>
#include <tenon/address/network.hpp>

using namespace tenon::literals;

bool misuse() {
    return "10.0.0.0/8"_v4_network.contains(/*here*/ "10.0.0.1"_v4_address);
}
