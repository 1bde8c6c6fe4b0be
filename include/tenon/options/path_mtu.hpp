// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// What is done with packets that are longer than the path takes: IP_PMTUDISC_* (ip(7)).
enum class path_mtu_discovery_mode : int {
    never = 0,                  ///< they may be fragmented on the way
    by_route = 1,               ///< as the route says
    always = 2,                 ///< never fragmented; too long a message is `message_size`
    probe = 3,                  ///< the same, and what is known of the path does not count
    interface_size = 4,         ///< the interface's size counts and the path is not asked (RFC 9099)
    interface_or_fragment = 5,  ///< the same, and what is longer is fragmented here
};

// The longest packet that the path takes (RFC 1191, RFC 8201).

#ifdef IPV6_MTU_DISCOVER
/// IP_MTU_DISCOVER, IPV6_MTU_DISCOVER: see `path_mtu_discovery_mode` (ip(7)).
using path_mtu_discovery = option_of_versions<path_mtu_discovery_mode, IP_MTU_DISCOVER, IPV6_MTU_DISCOVER, on_one_ip>;
#endif

#ifdef IP_MTU
/// IP_MTU, IPV6_MTU: the longest packet in bytes that the path to the peer takes, as far as is known (ip(7)).
using path_mtu = option_of_versions<int, IP_MTU, IPV6_MTU, read_only<read_with_peer<on_one_ip>>>;
#endif

#ifdef IPV6_MTU
/// IPV6_MTU: a bound on the length of fragments in bytes, 1280 or more; 0 for none (ipv6(7), RFC 3542, section 11).
using fragment_size = option<int, IPPROTO_IPV6, IPV6_MTU, write_only<on_ipv6>>;
#endif

#ifdef IPV6_DONTFRAG
/// IPV6_DONTFRAG: a message that does not fit in a packet is refused (RFC 3542, section 11.2).
using do_not_fragment = option<bool, IPPROTO_IPV6, IPV6_DONTFRAG, on_ipv6>;
#endif

#ifdef IPV6_RECVPATHMTU
/// IPV6_RECVPATHMTU: that the path's size has changed comes as a control message (RFC 3542, section 11.3).
using receive_path_mtu = option<bool, IPPROTO_IPV6, IPV6_RECVPATHMTU, on_ipv6>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
