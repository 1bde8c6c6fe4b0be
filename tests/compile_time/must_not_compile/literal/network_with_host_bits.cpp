// SPDX-License-Identifier: BSL-1.0
// A network is written as its first address.
//
// change: "10.0.0.0/8" -> "10.0.0.1/8"
// words: constexpr.* function .*network_has_host_bits
#include <tenon.hpp>
#include <tenon/address/network.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "10.0.0.0/8"_v4_network;
}
