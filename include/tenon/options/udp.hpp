// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon::inline v0::options {

/// UDP over IPv6.
using on_udp_ipv6 = on_all_of<on_udp, on_ipv6>;

/// What UDP carries that the system takes out of it: UDP_ENCAP_* of <linux/udp.h>.
enum class udp_encapsulation : int {
    none = 0,
    ipsec_without_ike = 1,
    ipsec = 2,  ///< RFC 3948
};

// The options of udp(7).

// clang-format off

#ifdef UDP_CORK
/// UDP_CORK: what is sent is held back, and leaves as one message when it is off (udp(7)).
struct udp_cork : option_at<bool, IPPROTO_UDP, on_udp> { using option_at::option_at; static constexpr int name = UDP_CORK; };
#endif

#ifdef UDP_SEGMENT
/// UDP_SEGMENT: what is sent is cut into messages of so many bytes; 0 is not (udp(7)).
struct segment_size : option_at<int, IPPROTO_UDP, on_udp> { using option_at::option_at; static constexpr int name = UDP_SEGMENT; };
#endif

#ifdef UDP_GRO
/// UDP_GRO: messages of one sender may come joined, with their size as a control message (udp(7)).
struct receive_offload : option_at<bool, IPPROTO_UDP, on_udp> { using option_at::option_at; static constexpr int name = UDP_GRO; };
#endif

#ifdef UDP_NO_CHECK6_TX
/// UDP_NO_CHECK6_TX: messages in a tunnel are sent without a checksum (RFC 6935, Linux 3.16).
struct no_checksum_sent : option_at<bool, IPPROTO_UDP, on_udp> { using option_at::option_at; static constexpr int name = UDP_NO_CHECK6_TX; };
#endif

#ifdef UDP_NO_CHECK6_RX
/// UDP_NO_CHECK6_RX: messages in a tunnel may come without a checksum (RFC 6935, Linux 3.16).
struct no_checksum_received : option_at<bool, IPPROTO_UDP, on_udp> { using option_at::option_at; static constexpr int name = UDP_NO_CHECK6_RX; };
#endif

#ifdef UDP_ENCAP
/// UDP_ENCAP: see `udp_encapsulation` (udp(7)).
struct encapsulation : option_at<udp_encapsulation, IPPROTO_UDP, on_udp> { using option_at::option_at; static constexpr int name = UDP_ENCAP; };
#endif

// clang-format on

}  // namespace tenon::inline v0::options
