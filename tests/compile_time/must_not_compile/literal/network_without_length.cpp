// SPDX-License-Identifier: BSL-1.0
// A network needs the length of its prefix.
//
// change: "10.0.0.0/8" -> "10.0.0.0"
// words: constexpr.* function .*prefix_length_missing
#include <tenon.hpp>
#include <tenon/address/network.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "10.0.0.0/8"_v4_network;
}
