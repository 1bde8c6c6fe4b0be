// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/family.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/concepts/state.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

// Types that determine which sockets an option applies to; one of them is the last argument of
// `option`. Each reads facts of the protocol and of the family and names no policy, so an option
// also applies to the policies that users write.

/// \concept in_domain
/// Every socket of the family has this domain (socket(2)).
/// Models: `ipv4` for AF_INET. Near miss: `any_ip`, whose sockets have one of two domains.
template <class Family, int Domain>
concept in_domain = has_one_domain<Family> && Family::domain == Domain;

/// Returns whether the protocol over the family is the IP protocol `number` with the socket type
/// `type`. A protocol with the number 0, the default for the socket type, matches every `number`,
/// except on raw sockets.
template <class Protocol, class Family>
[[nodiscard]] consteval bool speaks(int type, int number) noexcept {
    if constexpr (internet<Family> && protocol<Protocol>) {
        if (Protocol::socket_type != type)
            return false;
        if constexpr (has_one_number<Protocol>)
            return Protocol::number == number || (Protocol::number == 0 && type != SOCK_RAW);
        else if constexpr (has_one_domain<Family>)
            return protocol_number<Protocol, Family>() == number;
    }
    return false;
}

/// Applies to every socket.
struct on_any {
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;
};
/// Applies to the sockets to which all of `Where` apply.
template <class... Where>
struct on_all_of {
    template <class Protocol, class Family>
    static constexpr bool applies_to = (Where::template applies_to<Protocol, Family> && ...);
};
/// Applies to the sockets to which at least one of `Where` applies.
template <class... Where>
struct on_any_of {
    template <class Protocol, class Family>
    static constexpr bool applies_to = (Where::template applies_to<Protocol, Family> || ...);
};
/// Applies to every IP family.
struct on_ip {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family>;
};
/// Applies to the families of one version of IP, hence not to `any_ip`.
struct on_one_ip {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family> && has_one_domain<Family>;
};
/// Applies to IPv4.
struct on_ipv4 {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family> && in_domain<Family, AF_INET>;
};
/// Applies to IPv6.
struct on_ipv6 {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family> && in_domain<Family, AF_INET6>;
};
/// Applies to Unix sockets.
struct on_unix {
    template <class Protocol, class Family>
    static constexpr bool applies_to = in_domain<Family, AF_UNIX>;
};
/// Applies to TCP, given by its number or as the default stream protocol of an IP family, and to IP
/// protocols with `takes_tcp_options`.
struct on_tcp {
    template <class Protocol, class Family>
    static constexpr bool applies_to = (internet<Family> && takes_tcp_options<Protocol>) ||
                                       tenon::speaks<Protocol, Family>(SOCK_STREAM, IPPROTO_TCP);
};
/// Applies to UDP, given by its number or as the default datagram protocol of an IP family, and to
/// IP protocols with `takes_udp_options`.
struct on_udp {
    template <class Protocol, class Family>
    static constexpr bool applies_to = (internet<Family> && takes_udp_options<Protocol>) ||
                                       tenon::speaks<Protocol, Family>(SOCK_DGRAM, IPPROTO_UDP);
};
/// Applies to connection-oriented protocols.
struct on_connections {
    template <class Protocol, class Family>
    static constexpr bool applies_to = connection_oriented<Protocol>;
};
/// Applies to connectionless protocols, in which each message has its own destination.
struct on_connectionless {
    template <class Protocol, class Family>
    static constexpr bool applies_to = connectionless<Protocol>;
};
/// Applies to raw sockets of the network layer, which receive without being bound.
struct on_raw {
    template <class Protocol, class Family>
    static constexpr bool applies_to = receives_unbound<Protocol>;
};
/// Applies to IP sockets that have ports.
struct on_ports {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family> && !receives_unbound<Protocol>;
};

/// Applies to TCP and UDP.
using on_tcp_or_udp = on_any_of<on_tcp, on_udp>;
/// Applies to connectionless protocols over IPv4.
using on_ipv4_messages = on_all_of<on_ipv4, on_connectionless>;
/// Applies to connectionless protocols over IPv6.
using on_ipv6_messages = on_all_of<on_ipv6, on_connectionless>;
/// Applies to connectionless protocols over one version of IP.
using on_one_ip_messages = on_all_of<on_one_ip, on_connectionless>;

// Further facts of an option. Each of these templates wraps the type that determines which sockets
// the option applies to.

/// The option can be read, but not set.
template <class Where>
struct read_only : Where {
    static constexpr bool get_only = true;
};
/// The option can be set, but not read.
template <class Where>
struct write_only : Where {
    static constexpr bool set_only = true;
};
/// The option can be set only before the socket is bound.
template <class Where>
struct set_before_bind : Where {
    template <class State>
    static constexpr bool applies_in = ready_to_bind<State>;
};
/// The option can be set only before the socket connects or listens.
template <class Where>
struct set_before_connect : Where {
    template <class State>
    static constexpr bool applies_in = ready_to_connect<State>;
};
/// The option can be set only while the socket has no peer: before it connects, or on a listener.
template <class Where>
struct set_without_peer : Where {
    template <class State>
    static constexpr bool applies_in = ready_to_connect<State> || may_accept<State>;
};
/// The option can be set only while the socket has a peer.
template <class Where>
struct set_with_peer : Where {
    template <class State>
    static constexpr bool applies_in = has_remote_endpoint<State>;
};
/// The option can be read only while the socket has a peer.
template <class Where>
struct read_with_peer : Where {
    template <class State>
    static constexpr bool readable_in = has_remote_endpoint<State>;
};

}  // namespace v0
}  // namespace tenon
