// SPDX-License-Identifier: BSL-1.0
// Only the addresses in ff00::/8 are groups.
//
// change: "ff02::fb" -> "2001:db8::1"
// words: constexpr.* function .*not_a_multicast_address
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "ff02::fb"_v6_group;
}
