// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/family.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/concepts/state.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

// Where options apply. Each reads facts of the protocol and the family and names none of them, so an option serves every policy
// that has the facts.

/// \concept in_domain
/// All sockets of the family are of this domain of socket(2). Near miss: a family that has several domains.
template <class Family, int Domain>
concept in_domain = has_one_domain<Family> && Family::domain == Domain;

/// Whether an IP protocol is spoken, by its number or as an IP family's default for the type, which has number 0.
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

/// On every socket.
struct on_any {
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;
};
/// Where all of several apply.
template <class... Where>
struct on_all_of {
    template <class Protocol, class Family>
    static constexpr bool applies_to = (Where::template applies_to<Protocol, Family> && ...);
};
/// Where one of several applies.
template <class... Where>
struct on_any_of {
    template <class Protocol, class Family>
    static constexpr bool applies_to = (Where::template applies_to<Protocol, Family> || ...);
};
/// On both versions of IP.
struct on_ip {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family>;
};
/// On both versions of IP, where it is known which one it is.
struct on_one_ip {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family> && has_one_domain<Family>;
};
/// On IPv4.
struct on_ipv4 {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family> && in_domain<Family, AF_INET>;
};
/// On IPv6.
struct on_ipv6 {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family> && in_domain<Family, AF_INET6>;
};
/// On Unix sockets.
struct on_unix {
    template <class Protocol, class Family>
    static constexpr bool applies_to = in_domain<Family, AF_UNIX>;
};
/// On TCP, by its number or as an IP family's default stream.
struct on_tcp {
    template <class Protocol, class Family>
    static constexpr bool applies_to = tenon::speaks<Protocol, Family>(SOCK_STREAM, IPPROTO_TCP);
};
/// On UDP, by its number or as an IP family's default datagram.
struct on_udp {
    template <class Protocol, class Family>
    static constexpr bool applies_to = tenon::speaks<Protocol, Family>(SOCK_DGRAM, IPPROTO_UDP);
};
/// On sockets with a connection.
struct on_connections {
    template <class Protocol, class Family>
    static constexpr bool applies_to = connection_oriented<Protocol>;
};
/// On sockets that send each message to where it says.
struct on_connectionless {
    template <class Protocol, class Family>
    static constexpr bool applies_to = connectionless<Protocol>;
};
/// On raw sockets of the network layer.
struct on_raw {
    template <class Protocol, class Family>
    static constexpr bool applies_to = receives_unbound<Protocol>;
};
/// On sockets of IP that have ports.
struct on_ports {
    template <class Protocol, class Family>
    static constexpr bool applies_to = internet<Family> && !receives_unbound<Protocol>;
};

/// On TCP and UDP.
using on_tcp_or_udp = on_any_of<on_tcp, on_udp>;
/// On connectionless sockets over IPv4.
using on_ipv4_messages = on_all_of<on_ipv4, on_connectionless>;
/// On connectionless sockets over IPv6.
using on_ipv6_messages = on_all_of<on_ipv6, on_connectionless>;
/// On connectionless sockets over one version of IP.
using on_one_ip_messages = on_all_of<on_one_ip, on_connectionless>;

// What may be said of an option beside where it applies.

/// The system can be asked and not told.
template <class Where>
struct read_only : Where {
    static constexpr bool get_only = true;
};
/// The system can be told and not asked.
template <class Where>
struct write_only : Where {
    static constexpr bool set_only = true;
};
/// Set only as long as there is no local endpoint.
template <class Where>
struct set_before_bind : Where {
    template <class State>
    static constexpr bool applies_in = ready_to_bind<State>;
};
/// Set only as long as there is no peer, and none is waited for.
template <class Where>
struct set_before_connect : Where {
    template <class State>
    static constexpr bool applies_in = ready_to_connect<State>;
};
/// Set only as long as there is no peer.
template <class Where>
struct set_without_peer : Where {
    template <class State>
    static constexpr bool applies_in = ready_to_connect<State> || may_accept<State>;
};
/// Set only where there is a peer.
template <class Where>
struct set_with_peer : Where {
    template <class State>
    static constexpr bool applies_in = has_remote_endpoint<State>;
};
/// Read only where there is a peer.
template <class Where>
struct read_with_peer : Where {
    template <class State>
    static constexpr bool readable_in = has_remote_endpoint<State>;
};

}  // namespace v0
}  // namespace tenon
