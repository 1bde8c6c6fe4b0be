// SPDX-License-Identifier: BSL-1.0
// Only the addresses in 224.0.0.0/4 are groups.
//
// change: "224.0.0.251" -> "192.0.2.1"
// words: constexpr.* function .*not_a_multicast_address
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "224.0.0.251"_v4_group;
}
