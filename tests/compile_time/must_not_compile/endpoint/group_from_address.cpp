// SPDX-License-Identifier: BSL-1.0
// Not every address is a group: `group::from` checks it.
//
// change: "224.0.0.251"_v4_group -> "224.0.0.251"_v4_address
// words: ipv4_address
// words: ipv4::group
#include <tenon.hpp>

using namespace tenon::literals;

tenon::ipv4::group misuse() {
    return /*here*/ "224.0.0.251"_v4_group;
}
