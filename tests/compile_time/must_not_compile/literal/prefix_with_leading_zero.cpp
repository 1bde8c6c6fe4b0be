// SPDX-License-Identifier: BSL-1.0
// A number has one form.
//
// change: "10.0.0.0/8" -> "10.0.0.0/08"
// words: constexpr.* function .*prefix_length_has_leading_zero
#include <tenon.hpp>
#include <tenon/address/network.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "10.0.0.0/8"_v4_network;
}
