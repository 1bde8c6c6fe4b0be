// SPDX-License-Identifier: BSL-1.0
// A verb needs a protocol: derive from a socket type, which has all members.
//
// change: : tenon::raw ->
// concept: protocol
#include <tenon.hpp>

struct ospf /*here*/ : tenon::raw {
    static constexpr int number = 89;
};

auto misuse() {
    return tenon::open<ospf, tenon::ipv4>();
}
