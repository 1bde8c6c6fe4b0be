// SPDX-License-Identifier: BSL-1.0
// An address has eight groups, or fewer and `::`.
//
// change: "1:2:3:4:5:6:7:8" -> "1:2:3:4:5:6:7"
// words: constexpr.* function .*ipv6_has_not_eight_groups
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "1:2:3:4:5:6:7:8"_v6_address;
}
