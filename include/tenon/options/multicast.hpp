// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/options/values/multicast_outgoing_interface.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// Messages to multicast groups, at levels IPPROTO_IP and IPPROTO_IPV6: ip(7), ipv6(7). To join and
// leave groups, use the members of the socket.

/// Applies to connectionless protocols over one version of IP; the option can be read over IPv6
/// only. Over IPv4 the system returns the address that was set, not the interface.
struct on_multicast_interface : on_one_ip_messages {
    template <class Family>
    static constexpr bool readable_over = in_domain<Family, AF_INET6>;
};

#ifdef TENON_HAS_WIDE_IP_MULTICAST
/// IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP: delivers sent messages to the members of the group on
/// this host too (ip(7), ipv6(7)).
using multicast_loop =
    option_of_versions<bool, IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP, on_one_ip_messages>;
#endif

#ifdef TENON_HAS_IP_MULTICAST_IF
/// IP_MULTICAST_IF, IPV6_MULTICAST_IF: the interface by which messages to groups leave; over IPv4
/// it can only be set (ip(7), ipv6(7)).
using multicast_interface = option_of_versions<multicast_outgoing_interface, IP_MULTICAST_IF,
                                               IPV6_MULTICAST_IF, on_multicast_interface>;
#endif

#ifdef IPV6_MULTICAST_ALL
/// IP_MULTICAST_ALL, IPV6_MULTICAST_ALL: delivers also messages to groups that only other sockets
/// of this host have joined; over IPv6 since Linux 4.20 (ip(7)).
using multicast_all =
    option_of_versions<bool, IP_MULTICAST_ALL, IPV6_MULTICAST_ALL, on_one_ip_messages>;
#endif

#ifdef TENON_HAS_WIDE_IP_MULTICAST
/// IP_MULTICAST_TTL: the time to live of messages to groups, 0 to 255 hops; -1 means the default of
/// 1 (ip(7)).
using multicast_time_to_live = option<int, IPPROTO_IP, IP_MULTICAST_TTL, on_ipv4_messages>;
#endif

/// IPV6_MULTICAST_HOPS: the hop limit of messages to groups, 0 to 255 hops; -1 means the default of
/// 1 (ipv6(7)).
using multicast_hops = option<int, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, on_ipv6_messages>;

}  // namespace options
}  // namespace v0
}  // namespace tenon
