// SPDX-License-Identifier: BSL-1.0
// A protocol that is not connection-oriented can listen (SCTP, one-to-many), but has no connections
// to accept.
//
// change: true -> false
// concept: connection_oriented
#include <tenon.hpp>

struct gossip : tenon::seqpacket {
    static constexpr bool connection_oriented = /*here*/ true;
    template <class Family>
    static constexpr bool runs_over = true;
};

auto misuse(tenon::listener<gossip, tenon::ipv4>& socket) {
    return socket.accept();
}
