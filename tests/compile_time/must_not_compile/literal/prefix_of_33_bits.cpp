// SPDX-License-Identifier: BSL-1.0
// An IPv4 address has 32 bits.
//
// change: "10.0.0.0/8" -> "10.0.0.0/33"
// words: constexpr.* function .*prefix_length_too_great
#include <tenon.hpp>
#include <tenon/address/network.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "10.0.0.0/8"_v4_network;
}
