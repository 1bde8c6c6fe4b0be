// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, part by part: tcp(7), udp(7).

#include <cerrno>

#include "listed.hpp"

namespace listing {

template <class Visitor>
void visit_transport(Visitor& visit) {
    using namespace tenon::options;
    visit.section("TCP", "tcp");
    visit(listed<tenon::options::no_delay>{.name = "no_delay",
                                           .constant = "TCP_NODELAY",
                                           .value = "bool",
                                           .manual = "tcp(7)",
                                           .meaning = "Small segments are sent at once (no Nagle algorithm, RFC 896)"});
#ifdef TCP_CORK
    visit(listed<tenon::options::cork>{.name = "cork",
                                       .constant = "TCP_CORK",
                                       .value = "bool",
                                       .manual = "tcp(7)",
                                       .meaning = "Partial segments are held back until it is off, or for 200 ms"});
#endif
#ifdef TCP_QUICKACK
    visit(listed<tenon::options::quick_acknowledgement>{
        .name = "quick_acknowledgement",
        .constant = "TCP_QUICKACK",
        .value = "bool",
        .manual = "tcp(7)",
        .meaning = "Segments are acknowledged at once. The system may turn it off again by itself",
        .samples = {true},
        .read = comparison::any});
#endif
    visit(listed<tenon::options::max_segment_size>{
        .name = "max_segment_size",
        .constant = "TCP_MAXSEG",
        .value = "int",
        .manual = "tcp(7)",
        .meaning = "The longest segment in bytes that is announced and sent, 88 to 32767. Before "
                   "there is a connection the system gives its default",
        .samples = {536, 1000},
        .read = comparison::any});
#ifdef TCP_WINDOW_CLAMP
    visit(listed<tenon::options::window_clamp>{.name = "window_clamp",
                                               .constant = "TCP_WINDOW_CLAMP",
                                               .value = "int",
                                               .manual = "tcp(7)",
                                               .meaning = "A bound on the window that is announced, in bytes",
                                               .samples = {65536},
                                               .read = comparison::not_less});
#endif
#ifdef TCP_NOTSENT_LOWAT
    visit(listed<tenon::options::not_sent_low_water>{
        .name = "not_sent_low_water",
        .constant = "TCP_NOTSENT_LOWAT",
        .value = "std::uint32_t",
        .manual = "tcp(7)",
        .meaning = "More unsent bytes than this, and the socket is not writable; 0 is the system's default (Linux 3.12)",
        .samples = {16384, 0},
        .read = comparison::any});
#endif
#ifdef TCP_INQ
    visit(listed<tenon::options::receive_in_queue>{
        .name = "receive_in_queue",
        .constant = "TCP_INQ",
        .value = "bool",
        .manual = "tcp(7)",
        .meaning = "How much there is to receive comes as a control message (Linux 4.18)"});
#endif
#ifdef TCP_THIN_LINEAR_TIMEOUTS
    visit(listed<tenon::options::thin_linear_timeouts>{
        .name = "thin_linear_timeouts",
        .constant = "TCP_THIN_LINEAR_TIMEOUTS",
        .value = "bool",
        .manual = "tcp(7)",
        .meaning = "A stream of few segments repeats them at even times (Linux 2.6.34)"});
#endif
#ifdef TCP_SAVE_SYN
    visit(listed<tenon::options::save_syn>{
        .name = "save_syn",
        .constant = "TCP_SAVE_SYN",
        .value = "bool",
        .manual = "tcp(7)",
        .meaning = "A listener keeps the headers of the first segment of each connection (Linux 4.2)"});
#endif
#ifdef TENON_TCP_IS_MPTCP
    visit(listed<tenon::options::is_multipath>{.name = "is_multipath",
                                               .constant = "TCP_IS_MPTCP",
                                               .value = "bool",
                                               .manual = "tcp(7)",
                                               .meaning = "The connection is one of Multipath TCP (RFC 8684, Linux 6.7)",
                                               .refusals = {ENOPROTOOPT},
                                               .needs = "Linux 6.7"});
#endif
#ifdef TCP_CONGESTION
    visit(listed<tenon::options::congestion_control>{
        .name = "congestion_control",
        .constant = "TCP_CONGESTION",
        .value = "bounded_text<15>",
        .manual = "tcp(7)",
        .meaning = "The name of the algorithm of congestion control, such as \"cubic\". One that is not loaded is "
                   "`no_such_file_or_directory`; one that is not open to all needs CAP_NET_ADMIN",
        .samples = {"reno"}});
#endif
#ifdef TCP_ULP
    visit(listed<tenon::options::upper_layer_protocol>{
        .name = "upper_layer_protocol",
        .constant = "TCP_ULP",
        .value = "bounded_text<15>",
        .manual = "tcp(7)",
        .meaning = "The name of what the system speaks over the connection, such as \"tls\"; empty for nothing (Linux 4.13)",
        .samples = {"tls"},
        .refusals = {ENOENT},
        .needs = "the module of the protocol"});
#endif
    visit.section("How long TCP waits", "tcp_timing");
#ifdef TCP_SYNCNT
    visit(listed<tenon::options::syn_retries>{
        .name = "syn_retries",
        .constant = "TCP_SYNCNT",
        .value = "int",
        .manual = "tcp(7)",
        .meaning = "How often the first segment of a connection is repeated, 1 to 255 times",
        .samples = {1, 6, 127}});
#endif
#ifdef TCP_DEFER_ACCEPT
    visit(listed<tenon::options::defer_accept>{
        .name = "defer_accept",
        .constant = "TCP_DEFER_ACCEPT",
        .value = "whole_seconds",
        .manual = "tcp(7)",
        .meaning = "A connection is there to be accepted when data has come over it, or after so long; "
                   "0 is at once. The system counts in repetitions, and gives what they amount to",
        .samples = {tenon::whole_seconds(3), tenon::whole_seconds(0)},
        .read = comparison::not_less});
#endif
#ifdef TCP_LINGER2
    visit(listed<tenon::options::fin_wait_timeout>{
        .name = "fin_wait_timeout",
        .constant = "TCP_LINGER2",
        .value = "whole_seconds",
        .manual = "tcp(7)",
        .meaning = "How long an ended connection waits for the end of its peer; -1 not at all, 0 the system's default",
        .samples = {tenon::whole_seconds(20), tenon::whole_seconds(-1)}});
#endif
#ifdef TCP_USER_TIMEOUT
    visit(listed<tenon::options::user_timeout>{
        .name = "user_timeout",
        .constant = "TCP_USER_TIMEOUT",
        .value = "whole_milliseconds",
        .manual = "tcp(7)",
        .meaning = "How long data may stay unacknowledged before the connection ends; 0 is the system's default",
        .samples = {tenon::whole_milliseconds(2500), tenon::whole_milliseconds(0)}});
#endif
#ifdef TCP_TX_DELAY
    visit(listed<tenon::options::transmit_delay>{
        .name = "transmit_delay",
        .constant = "TCP_TX_DELAY",
        .value = "whole_microseconds",
        .manual = "tcp(7)",
        .meaning = "Each segment is held back so long, to try out slow paths (Linux 5.3)",
        .samples = {tenon::whole_microseconds(1000), tenon::whole_microseconds(0)}});
#endif
#ifdef TENON_TCP_RTO_MAX_MS
    visit(listed<tenon::options::max_retransmission_timeout>{
        .name = "max_retransmission_timeout",
        .constant = "TCP_RTO_MAX_MS",
        .value = "whole_milliseconds",
        .manual = "tcp(7)",
        .meaning = "The longest time before a segment is repeated, 1 to 120 s (Linux 6.15)",
        .samples = {tenon::whole_milliseconds(2000)},
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.15"});
#endif
#ifdef TENON_TCP_RTO_MIN_US
    visit(listed<tenon::options::min_retransmission_timeout>{
        .name = "min_retransmission_timeout",
        .constant = "TCP_RTO_MIN_US",
        .value = "whole_microseconds",
        .manual = "tcp(7)",
        .meaning = "The shortest time before a segment is repeated (Linux 6.15)",
        .samples = {tenon::whole_microseconds(100000)},
        .read = comparison::any,
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.15"});
#endif
#ifdef TENON_TCP_DELACK_MAX_US
    visit(listed<tenon::options::max_acknowledgement_delay>{
        .name = "max_acknowledgement_delay",
        .constant = "TCP_DELACK_MAX_US",
        .value = "whole_microseconds",
        .manual = "tcp(7)",
        .meaning = "The longest time before a segment is acknowledged (Linux 6.15)",
        .samples = {tenon::whole_microseconds(20000)},
        .read = comparison::any,
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.15"});
#endif
#ifdef TCP_TIMESTAMP
    visit(listed<tenon::options::segment_clock>{
        .name = "segment_clock",
        .constant = "TCP_TIMESTAMP",
        .value = "std::uint32_t",
        .manual = "tcp(7)",
        .meaning = "The clock of the segments, which counts milliseconds; set only under `repair` (Linux 3.9)"});
#endif
    visit.section("Keeping connections alive", "keep_alive");
    visit(listed<tenon::options::keep_alive>{
        .name = "keep_alive",
        .constant = "SO_KEEPALIVE",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "A connection over which nothing comes is probed, and ends when nobody answers"});
#ifdef TENON_TCP_KEEPIDLE
    visit(listed<tenon::options::keep_alive_idle>{.name = "keep_alive_idle",
                                                  .constant = "TCP_KEEPIDLE",
                                                  .value = "whole_seconds",
                                                  .manual = "tcp(7)",
                                                  .meaning = "How long nothing comes before the first probe",
                                                  .samples = {tenon::whole_seconds(100), tenon::whole_seconds(7200)}});
#endif
#ifdef TCP_KEEPINTVL
    visit(listed<tenon::options::keep_alive_interval>{.name = "keep_alive_interval",
                                                      .constant = "TCP_KEEPINTVL",
                                                      .value = "whole_seconds",
                                                      .manual = "tcp(7)",
                                                      .meaning = "The time between probes",
                                                      .samples = {tenon::whole_seconds(10), tenon::whole_seconds(75)}});
#endif
#ifdef TCP_KEEPCNT
    visit(listed<tenon::options::keep_alive_probes>{.name = "keep_alive_probes",
                                                    .constant = "TCP_KEEPCNT",
                                                    .value = "int",
                                                    .manual = "tcp(7)",
                                                    .meaning = "Probes without an answer that end the connection",
                                                    .samples = {3, 9}});
#endif
    visit.section("TCP Fast Open", "tcp_fast_open");
#ifdef TENON_HAS_TCP_FASTOPEN
    visit(listed<tenon::options::fast_open>{
        .name = "fast_open",
        .constant = "TCP_FASTOPEN",
        .value = "int",
        .manual = "tcp(7)",
        .meaning = "How many connections may wait that began with data; for a listener, and what will be one",
        .samples = {5}});
#endif
#ifdef TCP_FASTOPEN_CONNECT
    visit(listed<tenon::options::fast_open_connect>{
        .name = "fast_open_connect",
        .constant = "TCP_FASTOPEN_CONNECT",
        .value = "bool",
        .manual = "tcp(7)",
        .meaning = "Connecting waits for the first data, and sends it along (Linux 4.11)",
        .refusals = {EOPNOTSUPP},
        .needs = "/proc/sys/net/ipv4/tcp_fastopen with bit 1"});
#endif
#ifdef TCP_FASTOPEN_NO_COOKIE
    visit(listed<tenon::options::fast_open_without_cookie>{.name = "fast_open_without_cookie",
                                                           .constant = "TCP_FASTOPEN_NO_COOKIE",
                                                           .value = "bool",
                                                           .manual = "tcp(7)",
                                                           .meaning = "Data is taken without a cookie (Linux 4.15)"});
#endif
#ifdef TCP_FASTOPEN_KEY
    visit(listed<tenon::options::fast_open_key>{.name = "fast_open_key",
                                                .constant = "TCP_FASTOPEN_KEY",
                                                .value = "fast_open_secret",
                                                .manual = "tcp(7)",
                                                .meaning = "The key of a listener's cookies (Linux 4.15)",
                                                .samples = {{{1, 2, 3, 4}}}});
#endif
    visit.section("Repair of TCP connections", "tcp_repair");
#ifdef TCP_REPAIR
    visit(listed<tenon::options::repair>{
        .name = "repair",
        .constant = "TCP_REPAIR",
        .value = "int",
        .manual = "tcp(7)",
        .meaning =
            "1: what is done on the socket sends nothing; 0: it is over; -1: over without a window probe. Needs CAP_NET_ADMIN",
        .samples = {1, 0},
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN"});
#endif
#ifdef TCP_REPAIR_QUEUE
    visit(listed<tenon::options::repair_queue>{.name = "repair_queue",
                                               .constant = "TCP_REPAIR_QUEUE",
                                               .value = "repaired_queue",
                                               .manual = "tcp(7)",
                                               .meaning = "See `repaired_queue`; only under `repair`",
                                               .samples = {repaired_queue::sending},
                                               .refusals = {EPERM},
                                               .needs = "`repair`"});
#endif
#ifdef TCP_QUEUE_SEQ
    visit(
        listed<tenon::options::queue_sequence>{.name = "queue_sequence",
                                               .constant = "TCP_QUEUE_SEQ",
                                               .value = "std::uint32_t",
                                               .manual = "tcp(7)",
                                               .meaning = "The sequence number of that queue; set before there is a connection",
                                               .samples = {7},
                                               .read = comparison::any,
                                               .refusals = {EPERM, EINVAL},
                                               .needs = "`repair`"});
#endif
    visit.section("What is measured of a TCP connection", "tcp_info");
    visit(listed<tenon::options::tcp_info>{.name = "tcp_info",
                                           .constant = "TCP_INFO",
                                           .value = "tcp_information",
                                           .manual = "tcp(7)",
                                           .meaning = "What is measured of a connection"});
    visit.section("UDP", "udp");
#ifdef UDP_CORK
    visit(listed<tenon::options::udp_cork>{.name = "udp_cork",
                                           .constant = "UDP_CORK",
                                           .value = "bool",
                                           .manual = "udp(7)",
                                           .meaning = "What is sent is held back, and leaves as one message when it is off"});
#endif
#ifdef UDP_SEGMENT
    visit(listed<tenon::options::segment_size>{.name = "segment_size",
                                               .constant = "UDP_SEGMENT",
                                               .value = "int",
                                               .manual = "udp(7)",
                                               .meaning = "What is sent is cut into messages of so many bytes; 0 is not",
                                               .samples = {1000, 0}});
#endif
#ifdef UDP_GRO
    visit(listed<tenon::options::receive_offload>{
        .name = "receive_offload",
        .constant = "UDP_GRO",
        .value = "bool",
        .manual = "udp(7)",
        .meaning = "Messages of one sender may come joined, with their size as a control message"});
#endif
#ifdef UDP_NO_CHECK6_TX
    visit(listed<tenon::options::no_checksum_sent>{
        .name = "no_checksum_sent",
        .constant = "UDP_NO_CHECK6_TX",
        .value = "bool",
        .manual = "",
        .meaning = "Messages in a tunnel are sent without a checksum (RFC 6935, Linux 3.16)"});
#endif
#ifdef UDP_NO_CHECK6_RX
    visit(listed<tenon::options::no_checksum_received>{
        .name = "no_checksum_received",
        .constant = "UDP_NO_CHECK6_RX",
        .value = "bool",
        .manual = "",
        .meaning = "Messages in a tunnel may come without a checksum (RFC 6935, Linux 3.16)"});
#endif
#ifdef UDP_ENCAP
    visit(listed<tenon::options::encapsulation>{.name = "encapsulation",
                                                .constant = "UDP_ENCAP",
                                                .value = "udp_encapsulation",
                                                .manual = "udp(7)",
                                                .meaning = "See `udp_encapsulation`",
                                                .samples = {udp_encapsulation::ipsec},
                                                .refusals = {ENOPROTOOPT},
                                                .needs = "CONFIG_XFRM"});
#endif
}

}  // namespace listing
