// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/family.hpp>
#include <tenon/protocol/socket_types.hpp>

namespace tenon {
inline namespace v0 {

/// The packets of one IP protocol on a raw socket (raw(7); requires CAP_NET_RAW). `Number` is the
/// IANA protocol number, 1 to 255. Packets are received with their IP header over IPv4, and without
/// it over IPv6.
template <int Number>
    requires(Number > 0 && Number <= 255)
struct raw_ip : raw {
    static constexpr int number = Number;
    template <class Family>
    static constexpr bool runs_over = internet<Family> && has_one_domain<Family>;
};

static_assert(protocol<raw_ip<89>> && receives_unbound<raw_ip<89>>);

}  // namespace v0
}  // namespace tenon
