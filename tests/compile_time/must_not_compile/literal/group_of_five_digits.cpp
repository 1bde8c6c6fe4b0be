// SPDX-License-Identifier: BSL-1.0
// A group has at most four digits.
//
// change: "::1" -> "::12345"
// words: constexpr.* function .*ipv6_group_exceeds_four_digits
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "::1"_v6_address;
}
