// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/family.hpp>
#include <tenon/protocol/socket_types.hpp>

namespace tenon {
inline namespace v0 {

/// The User Datagram Protocol (RFC 768, udp(7)).
struct udp : datagram {
    static constexpr int number = IPPROTO_UDP;
    static constexpr bool takes_udp_options = true;

    template <class Family>
    static constexpr bool runs_over = internet<Family>;
};

static_assert(protocol<udp> && connectionless<udp> && message_oriented<udp> &&
              takes_udp_options<udp>);

}  // namespace v0
}  // namespace tenon
