// SPDX-License-Identifier: BSL-1.0
// An address has four octets.
//
// change: "10.0.0.1" -> "10.0.0.1.2"
// words: constexpr.* function .*ipv4_has_not_four_octets
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "10.0.0.1"_v4_address;
}
