// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, header by header: level IPPROTO_TCP (tcp(7)).

#include <cerrno>

#include "option_case.hpp"

namespace listing {

template <class Visitor>
void visit_tcp(Visitor& visit) {
    using namespace tenon::options;
    visit.section("TCP: when segments are sent", "tcp");
    visit(option_case<tenon::options::no_delay>{
        .name = "no_delay",
        .constant = "TCP_NODELAY",
        .value = "bool",
        .manual = "tcp(7)",
        .meaning = "Sends small segments at once, without Nagle's algorithm (RFC 896)"});
#ifdef TCP_CORK
    visit(option_case<tenon::options::cork>{
        .name = "cork",
        .constant = "TCP_CORK",
        .value = "bool",
        .manual = "tcp(7)",
        .meaning = "Holds back partial segments until the option is off, or for 200 ms"});
#endif
#ifdef TCP_QUICKACK
    visit(option_case<tenon::options::quick_acknowledgement>{
        .name = "quick_acknowledgement",
        .constant = "TCP_QUICKACK",
        .value = "bool",
        .manual = "tcp(7)",
        .meaning = "Acknowledges segments at once, until the system turns the option off by itself",
        .samples = {true},
        .read = comparison::any});
#endif
#ifdef TCP_NOTSENT_LOWAT
    visit(option_case<tenon::options::not_sent_low_water>{
        .name = "not_sent_low_water",
        .constant = "TCP_NOTSENT_LOWAT",
        .value = "std::uint32_t",
        .manual = "",
        .meaning =
            "The number of unsent bytes above which the socket is not writable; 0 is the system's default (since Linux 3.12)",
        .samples = {16384, 0},
        .read = comparison::any});
#endif
#ifdef TCP_TX_DELAY
    visit(option_case<tenon::options::transmit_delay>{
        .name = "transmit_delay",
        .constant = "TCP_TX_DELAY",
        .value = "whole_microseconds",
        .manual = "",
        .meaning =
            "The time by which each sent segment is delayed, to emulate a slow path (since Linux 5.3)",
        .samples = {tenon::whole_microseconds(1000), tenon::whole_microseconds(0)}});
#endif
    visit.section("TCP: sizes", "tcp");
    visit(option_case<tenon::options::max_segment_size>{
        .name = "max_segment_size",
        .constant = "TCP_MAXSEG",
        .value = "int",
        .manual = "tcp(7)",
        .meaning =
            "The size in bytes of the longest segment that is announced and sent, 88 to 32767; before there is a "
            "connection, the system returns its default",
        .samples = {536, 1000},
        .read = comparison::any});
#ifdef TCP_WINDOW_CLAMP
    visit(option_case<tenon::options::window_clamp>{
        .name = "window_clamp",
        .constant = "TCP_WINDOW_CLAMP",
        .value = "int",
        .manual = "tcp(7)",
        .meaning = "The greatest window in bytes that is advertised",
        .samples = {65536},
        .read = comparison::not_less});
#endif
    visit.section("TCP: retransmission and acknowledgement", "tcp");
#ifdef TCP_SYNCNT
    visit(option_case<tenon::options::syn_retries>{
        .name = "syn_retries",
        .constant = "TCP_SYNCNT",
        .value = "int",
        .manual = "tcp(7)",
        .meaning = "How many times the SYN is retransmitted before connecting fails, 1 to 127",
        .samples = {1, 6, 127}});
#endif
#ifdef TCP_USER_TIMEOUT
    visit(option_case<tenon::options::user_timeout>{
        .name = "user_timeout",
        .constant = "TCP_USER_TIMEOUT",
        .value = "whole_milliseconds",
        .manual = "tcp(7)",
        .meaning =
            "The time that data may stay unacknowledged before the connection ends; 0 is the system's default",
        .samples = {tenon::whole_milliseconds(2500), tenon::whole_milliseconds(0)}});
#endif
#ifdef TCP_THIN_LINEAR_TIMEOUTS
    visit(option_case<tenon::options::thin_linear_timeouts>{
        .name = "thin_linear_timeouts",
        .constant = "TCP_THIN_LINEAR_TIMEOUTS",
        .value = "bool",
        .manual = "",
        .meaning =
            "Retransmits at constant intervals while few segments are in flight (since Linux 2.6.34)"});
#endif
#ifdef TENON_TCP_RTO_MAX_MS
    visit(option_case<tenon::options::max_retransmission_timeout>{
        .name = "max_retransmission_timeout",
        .constant = "TCP_RTO_MAX_MS",
        .value = "whole_milliseconds",
        .manual = "",
        .meaning = "The longest time before a retransmission, 1 to 120 s (since Linux 6.15)",
        .samples = {tenon::whole_milliseconds(2000)},
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.15"});
#endif
#ifdef TENON_TCP_RTO_MIN_US
    visit(option_case<tenon::options::min_retransmission_timeout>{
        .name = "min_retransmission_timeout",
        .constant = "TCP_RTO_MIN_US",
        .value = "whole_microseconds",
        .manual = "",
        .meaning = "The shortest time before a retransmission (since Linux 6.15)",
        .samples = {tenon::whole_microseconds(100000)},
        .read = comparison::any,
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.15"});
#endif
#ifdef TENON_TCP_DELACK_MAX_US
    visit(option_case<tenon::options::max_acknowledgement_delay>{
        .name = "max_acknowledgement_delay",
        .constant = "TCP_DELACK_MAX_US",
        .value = "whole_microseconds",
        .manual = "",
        .meaning = "The longest time before an acknowledgement (since Linux 6.15)",
        .samples = {tenon::whole_microseconds(20000)},
        .read = comparison::any,
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.15"});
#endif
    visit.section("TCP: keep-alive", "tcp");
#ifdef TENON_TCP_KEEPIDLE
    visit(option_case<tenon::options::keep_alive_idle>{
        .name = "keep_alive_idle",
        .constant = "TCP_KEEPIDLE",
        .value = "whole_seconds",
        .manual = "tcp(7)",
        .meaning = "The time that a connection is idle before the first probe",
        .samples = {tenon::whole_seconds(100), tenon::whole_seconds(7200)}});
#endif
#ifdef TCP_KEEPINTVL
    visit(option_case<tenon::options::keep_alive_interval>{
        .name = "keep_alive_interval",
        .constant = "TCP_KEEPINTVL",
        .value = "whole_seconds",
        .manual = "tcp(7)",
        .meaning = "The time between probes",
        .samples = {tenon::whole_seconds(10), tenon::whole_seconds(75)}});
#endif
#ifdef TCP_KEEPCNT
    visit(option_case<tenon::options::keep_alive_probes>{
        .name = "keep_alive_probes",
        .constant = "TCP_KEEPCNT",
        .value = "int",
        .manual = "tcp(7)",
        .meaning = "The number of unanswered probes after which the connection ends",
        .samples = {3, 9}});
#endif
    visit.section("TCP: accepting and ending", "tcp");
#ifdef TCP_DEFER_ACCEPT
    visit(option_case<tenon::options::defer_accept>{
        .name = "defer_accept",
        .constant = "TCP_DEFER_ACCEPT",
        .value = "whole_seconds",
        .manual = "tcp(7)",
        .meaning =
            "The time for which a listener waits for the first data before it offers a connection; 0 offers it at once, "
            "and the system rounds up to whole retransmissions",
        .samples = {tenon::whole_seconds(3), tenon::whole_seconds(0)},
        .read = comparison::not_less});
#endif
#ifdef TCP_SAVE_SYN
    visit(option_case<tenon::options::save_syn>{
        .name = "save_syn",
        .constant = "TCP_SAVE_SYN",
        .value = "bool",
        .manual = "",
        .meaning =
            "Makes a listener keep the headers of the SYN of each connection (since Linux 4.2)"});
#endif
#ifdef TCP_LINGER2
    visit(option_case<tenon::options::fin_wait_timeout>{
        .name = "fin_wait_timeout",
        .constant = "TCP_LINGER2",
        .value = "whole_seconds",
        .manual = "tcp(7)",
        .meaning =
            "The time that a closed connection waits for the peer's FIN; 0 is the system's default, -1 does not wait",
        .samples = {tenon::whole_seconds(20), tenon::whole_seconds(-1)}});
#endif
    visit.section("TCP: Fast Open", "tcp");
#ifdef TENON_HAS_TCP_FASTOPEN
    visit(option_case<tenon::options::fast_open>{
        .name = "fast_open",
        .constant = "TCP_FASTOPEN",
        .value = "int",
        .manual = "tcp(7)",
        .meaning =
            "The greatest number of Fast Open connections that may be pending on a listener (RFC 7413)",
        .samples = {5}});
#endif
#ifdef TCP_FASTOPEN_CONNECT
    visit(option_case<tenon::options::fast_open_connect>{
        .name = "fast_open_connect",
        .constant = "TCP_FASTOPEN_CONNECT",
        .value = "bool",
        .manual = "tcp(7)",
        .meaning =
            "Delays connecting until the first data is sent, and sends that data in the SYN (since Linux 4.11)",
        .refusals = {EOPNOTSUPP},
        .needs = "/proc/sys/net/ipv4/tcp_fastopen with bit 1"});
#endif
#ifdef TCP_FASTOPEN_NO_COOKIE
    visit(option_case<tenon::options::fast_open_without_cookie>{
        .name = "fast_open_without_cookie",
        .constant = "TCP_FASTOPEN_NO_COOKIE",
        .value = "bool",
        .manual = "",
        .meaning = "Sends and accepts data in the SYN without a cookie (since Linux 4.15)"});
#endif
#ifdef TCP_FASTOPEN_KEY
    visit(option_case<tenon::options::fast_open_key>{
        .name = "fast_open_key",
        .constant = "TCP_FASTOPEN_KEY",
        .value = "fast_open_secret",
        .manual = "",
        .meaning = "The key with which a listener generates Fast Open cookies (since Linux 4.15)",
        .samples = {{{1, 2, 3, 4}}}});
#endif
    visit.section("TCP: algorithms", "tcp");
#ifdef TCP_CONGESTION
    visit(option_case<tenon::options::congestion_control>{
        .name = "congestion_control",
        .constant = "TCP_CONGESTION",
        .value = "bounded_text<15>",
        .manual = "tcp(7)",
        .meaning =
            "The name of the congestion control algorithm, such as \"cubic\"; a name that is not loaded fails with "
            "`no_such_file_or_directory`, and one outside tcp_allowed_congestion_control needs CAP_NET_ADMIN",
        .samples = {"reno"}});
#endif
#ifdef TCP_ULP
    visit(option_case<tenon::options::upper_layer_protocol>{
        .name = "upper_layer_protocol",
        .constant = "TCP_ULP",
        .value = "bounded_text<15>",
        .manual = "",
        .meaning =
            "The name of the protocol that the system speaks over the connection, such as \"tls\"; empty if there is "
            "none (since Linux 4.13)",
        .samples = {"tls"},
        .refusals = {ENOENT},
        .needs = "the module of the protocol"});
#endif
#ifdef TENON_TCP_IS_MPTCP
    visit(option_case<tenon::options::is_multipath>{
        .name = "is_multipath",
        .constant = "TCP_IS_MPTCP",
        .value = "bool",
        .manual = "",
        .meaning = "Whether the connection uses Multipath TCP (RFC 8684, since Linux 6.7)",
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.7"});
#endif
    visit.section("TCP: measurements", "tcp");
#ifdef TENON_HAS_TCP_INFO
    visit(option_case<tenon::options::tcp_info>{
        .name = "tcp_info",
        .constant = "TCP_INFO",
        .value = "tcp_information",
        .manual = "tcp(7)",
        .meaning = "The measurements of the connection, see `tcp_measurements`"});
#endif
#ifdef TCP_INQ
    visit(option_case<tenon::options::receive_in_queue>{
        .name = "receive_in_queue",
        .constant = "TCP_INQ",
        .value = "bool",
        .manual = "",
        .meaning =
            "Delivers the number of bytes that wait to be received, as a control message (since Linux 4.18)"});
#endif
#ifdef TCP_TIMESTAMP
    visit(option_case<tenon::options::segment_clock>{
        .name = "segment_clock",
        .constant = "TCP_TIMESTAMP",
        .value = "std::uint32_t",
        .manual = "",
        .meaning = "The clock of the timestamps in segments, in milliseconds (since Linux 3.9)"});
#endif
}

}  // namespace listing
