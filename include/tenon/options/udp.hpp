// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/options/values/udp_encapsulation.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// Level IPPROTO_UDP: udp(7).

#ifdef UDP_CORK
/// UDP_CORK: collects data until the option is off, and then sends it as one message (udp(7)).
using udp_cork = option<bool, IPPROTO_UDP, UDP_CORK, on_udp>;
#endif

#ifdef UDP_SEGMENT
/// UDP_SEGMENT: the size in bytes of the messages into which a longer one is split on sending; 0
/// does not split (udp(7)).
using segment_size = option<int, IPPROTO_UDP, UDP_SEGMENT, on_udp>;
#endif

#ifdef UDP_GRO
/// UDP_GRO: joins several received messages of one sender into one, and delivers their original
/// size as a control message (udp(7)).
using receive_offload = option<bool, IPPROTO_UDP, UDP_GRO, on_udp>;
#endif

#ifdef UDP_NO_CHECK6_TX
/// UDP_NO_CHECK6_TX: sends tunnelled messages over IPv6 without a checksum (RFC 6935, since
/// Linux 3.16).
using no_checksum_sent = option<bool, IPPROTO_UDP, UDP_NO_CHECK6_TX, on_udp>;
#endif

#ifdef UDP_NO_CHECK6_RX
/// UDP_NO_CHECK6_RX: accepts tunnelled messages over IPv6 without a checksum (RFC 6935, since
/// Linux 3.16).
using no_checksum_received = option<bool, IPPROTO_UDP, UDP_NO_CHECK6_RX, on_udp>;
#endif

#ifdef UDP_ENCAP
/// UDP_ENCAP: the packets inside UDP that the system unwraps, see `udp_encapsulation` (RFC 3948,
/// since Linux 2.5.67).
using encapsulation = option<udp_encapsulation, IPPROTO_UDP, UDP_ENCAP, on_udp>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
