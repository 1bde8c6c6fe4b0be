// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// UDP over IPv6.
using on_udp_ipv6 = on_all_of<on_udp, on_ipv6>;

/// What UDP carries that the system takes out of it: UDP_ENCAP_* of <linux/udp.h>.
enum class udp_encapsulation : int {
    none = 0,
    ipsec_without_ike = 1,
    ipsec = 2,  ///< RFC 3948
};

// The options of udp(7).

#ifdef UDP_CORK
/// UDP_CORK: what is sent is held back, and leaves as one message when it is off (udp(7)).
using udp_cork = option<bool, IPPROTO_UDP, UDP_CORK, on_udp>;
#endif

#ifdef UDP_SEGMENT
/// UDP_SEGMENT: what is sent is cut into messages of so many bytes; 0 is not (udp(7)).
using segment_size = option<int, IPPROTO_UDP, UDP_SEGMENT, on_udp>;
#endif

#ifdef UDP_GRO
/// UDP_GRO: messages of one sender may come joined, with their size as a control message (udp(7)).
using receive_offload = option<bool, IPPROTO_UDP, UDP_GRO, on_udp>;
#endif

#ifdef UDP_NO_CHECK6_TX
/// UDP_NO_CHECK6_TX: messages in a tunnel are sent without a checksum (RFC 6935, Linux 3.16).
using no_checksum_sent = option<bool, IPPROTO_UDP, UDP_NO_CHECK6_TX, on_udp>;
#endif

#ifdef UDP_NO_CHECK6_RX
/// UDP_NO_CHECK6_RX: messages in a tunnel may come without a checksum (RFC 6935, Linux 3.16).
using no_checksum_received = option<bool, IPPROTO_UDP, UDP_NO_CHECK6_RX, on_udp>;
#endif

#ifdef UDP_ENCAP
/// UDP_ENCAP: see `udp_encapsulation` (udp(7)).
using encapsulation = option<udp_encapsulation, IPPROTO_UDP, UDP_ENCAP, on_udp>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
