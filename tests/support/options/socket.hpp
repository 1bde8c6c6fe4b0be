// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, header by header: options of any socket, at level SOL_SOCKET
// (socket(7)).

#include <cerrno>

#include <cstdint>

#include "option_case.hpp"

namespace listing {

template <class Visitor>
void visit_socket(Visitor& visit) {
    using namespace tenon::options;
    visit.section("Properties of the socket", "socket");
#ifdef SO_DOMAIN
    visit(option_case<tenon::options::domain>{
        .name = "domain",
        .constant = "SO_DOMAIN",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "The number of the domain, such as AF_INET"});
#endif
    visit(option_case<tenon::options::type>{.name = "type",
                                            .constant = "SO_TYPE",
                                            .value = "int",
                                            .manual = "socket(7)",
                                            .meaning = "The socket type, such as SOCK_STREAM"});
#ifdef SO_PROTOCOL
    visit(option_case<tenon::options::protocol>{
        .name = "protocol",
        .constant = "SO_PROTOCOL",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "The number of the protocol, such as IPPROTO_TCP"});
#endif
    visit(option_case<tenon::options::accept_connections>{
        .name = "accept_connections",
        .constant = "SO_ACCEPTCONN",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "Whether the socket is listening"});
    visit(option_case<tenon::options::error>{.name = "error",
                                             .constant = "SO_ERROR",
                                             .value = "std::error_code",
                                             .manual = "socket(7)",
                                             .meaning = "The pending error; reading it clears it"});
    visit(option_case<tenon::options::debug>{
        .name = "debug",
        .constant = "SO_DEBUG",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "Makes the protocol record debugging information, if the system can",
        .refusals = {EACCES},
        .needs = "CAP_NET_ADMIN"});
#ifdef SO_COOKIE
    visit(option_case<tenon::options::cookie>{
        .name = "cookie",
        .constant = "SO_COOKIE",
        .value = "std::uint64_t",
        .manual = "",
        .meaning =
            "A number that no other socket has had since the machine was started (since Linux 4.12)"});
#endif
#ifdef SO_NETNS_COOKIE
    visit(option_case<tenon::options::network_namespace_cookie>{
        .name = "network_namespace_cookie",
        .constant = "SO_NETNS_COOKIE",
        .value = "std::uint64_t",
        .manual = "",
        .meaning =
            "A number that no other network namespace has had since the machine was started (since Linux 5.14)",
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 5.14"});
#endif
#ifdef SO_INCOMING_NAPI_ID
    visit(option_case<tenon::options::incoming_queue>{
        .name = "incoming_queue",
        .constant = "SO_INCOMING_NAPI_ID",
        .value = "int",
        .manual = "socket(7)",
        .meaning =
            "The number of the device's queue that received the last packet, or 0 if there is none"});
#endif
#ifdef SO_INCOMING_CPU
    visit(option_case<tenon::options::incoming_cpu>{
        .name = "incoming_cpu",
        .constant = "SO_INCOMING_CPU",
        .value = "int",
        .manual = "socket(7)",
        .meaning =
            "The processor that received the last packet, or -1 if there is none; in a `reuse_port` group, the "
            "processor whose packets the socket prefers",
        .samples = {0},
        .read = comparison::any});
#endif
    visit.section("Addresses and interfaces", "socket");
    visit(option_case<tenon::options::reuse_address>{
        .name = "reuse_address",
        .constant = "SO_REUSEADDR",
        .value = "bool",
        .manual = "socket(7)",
        .meaning =
            "Allows binding to a local endpoint that an ended connection still holds; the verb `listen` sets it over IP"});
#ifdef TENON_SO_REUSEPORT
    visit(option_case<tenon::options::reuse_port>{
        .name = "reuse_port",
        .constant = "SO_REUSEPORT",
        .value = "bool",
        .manual = "socket(7)",
        .meaning =
            "Lets several sockets of one user bind to the same local endpoint and share its traffic"});
#endif
#ifdef SO_BINDTODEVICE
    visit(option_case<tenon::options::bind_to_device>{
        .name = "bind_to_device",
        .constant = "SO_BINDTODEVICE",
        .value = "bounded_text<15>",
        .manual = "socket(7)",
        .meaning = "The name of the only interface that the socket uses, or empty for all",
        .samples = {"lo", ""},
        .refusals = {EPERM},
        .needs = "CAP_NET_RAW to change it, before Linux 5.7 also to set it"});
#endif
#ifdef SO_BINDTOIFINDEX
    visit(option_case<tenon::options::bind_to_interface>{
        .name = "bind_to_interface",
        .constant = "SO_BINDTOIFINDEX",
        .value = "interface_index",
        .manual = "",
        .meaning =
            "The index of the only interface that the socket uses, or 0 for all (since Linux 5.0)",
        .samples = {loopback_index(), tenon::interface_index()},
        .refusals = {EPERM},
        .needs = "CAP_NET_RAW to change it, before Linux 5.7 also to set it"});
#endif
    visit(option_case<tenon::options::do_not_route>{
        .name = "do_not_route",
        .constant = "SO_DONTROUTE",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "Sends only to hosts on the same link, not through a gateway"});
    visit(
        option_case<tenon::options::broadcast>{.name = "broadcast",
                                               .constant = "SO_BROADCAST",
                                               .value = "bool",
                                               .manual = "socket(7)",
                                               .meaning = "Allows sending to a broadcast address"});
    visit.section("Buffers", "socket");
    visit(option_case<tenon::options::receive_buffer_size>{
        .name = "receive_buffer_size",
        .constant = "SO_RCVBUF",
        .value = "int",
        .manual = "socket(7)",
        .meaning =
            "The size of the receive buffer in bytes; Linux doubles the value that is set, and returns the double",
        .samples = {8000, 20000},
        .read = comparison::doubled});
    visit(option_case<tenon::options::send_buffer_size>{
        .name = "send_buffer_size",
        .constant = "SO_SNDBUF",
        .value = "int",
        .manual = "socket(7)",
        .meaning =
            "The size of the send buffer in bytes; Linux doubles the value that is set, and returns the double",
        .samples = {8000, 20000},
        .read = comparison::doubled});
#ifdef SO_RCVBUFFORCE
    visit(option_case<tenon::options::receive_buffer_size_forced>{
        .name = "receive_buffer_size_forced",
        .constant = "SO_RCVBUFFORCE",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "As `receive_buffer_size`, but beyond the system's limit",
        .samples = {8000},
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN"});
#endif
#ifdef SO_SNDBUFFORCE
    visit(option_case<tenon::options::send_buffer_size_forced>{
        .name = "send_buffer_size_forced",
        .constant = "SO_SNDBUFFORCE",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "As `send_buffer_size`, but beyond the system's limit",
        .samples = {8000},
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN"});
#endif
    visit(option_case<tenon::options::receive_low_water>{
        .name = "receive_low_water",
        .constant = "SO_RCVLOWAT",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "The number of received bytes at which a socket becomes readable",
        .samples = {1, 3}});
    visit(option_case<tenon::options::send_low_water>{
        .name = "send_low_water",
        .constant = "SO_SNDLOWAT",
        .value = "int",
        .manual = "socket(7)",
        .meaning =
            "The number of free bytes in the send buffer at which a socket becomes writable; always 1 on Linux"});
#ifdef SO_BUF_LOCK
    visit(option_case<tenon::options::buffer_lock>{
        .name = "buffer_lock",
        .constant = "SO_BUF_LOCK",
        .value = "int",
        .manual = "",
        .meaning = "The buffers whose size the system does not adjust: 0 none, 1 the "
                   "send buffer, 2 the receive buffer, 3 both (since Linux 5.14)",
        .samples = {1, 2, 3, 0},
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 5.14"});
#endif
#ifdef SO_RESERVE_MEM
    visit(option_case<tenon::options::reserved_memory>{
        .name = "reserved_memory",
        .constant = "SO_RESERVE_MEM",
        .value = "int",
        .manual = "",
        .meaning =
            "The number of bytes that the control group of the process reserves for the socket (since Linux 5.17)",
        .samples = {4096},
        .refusals = {ENOPROTOOPT, EOPNOTSUPP},
        .needs = "a memory control group"});
#endif
#ifdef SO_MEMINFO
    visit(option_case<tenon::options::memory_information>{
        .name = "memory_information",
        .constant = "SO_MEMINFO",
        .value = "memory_use",
        .manual = "sock_diag(7)",
        .meaning = "The memory that the socket uses"});
#endif
    visit.section("Time-outs", "socket");
    visit(option_case<tenon::options::receive_timeout>{
        .name = "receive_timeout",
        .constant = "SO_RCVTIMEO",
        .value = "longest_wait",
        .manual = "socket(7)",
        .meaning =
            "The time that a call may block to receive or accept, after which it fails with `operation_would_block`",
        .samples = {longest_wait(1500000), longest_wait(0)},
        .read = comparison::not_less});
    visit(option_case<tenon::options::send_timeout>{
        .name = "send_timeout",
        .constant = "SO_SNDTIMEO",
        .value = "longest_wait",
        .manual = "socket(7)",
        .meaning =
            "The time that a call may block to send or connect, after which it fails with `operation_would_block`",
        .samples = {longest_wait(1500000), longest_wait(0)},
        .read = comparison::not_less});
    visit.section("Connections", "socket");
    visit(option_case<tenon::options::keep_alive>{
        .name = "keep_alive",
        .constant = "SO_KEEPALIVE",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "Probes an idle connection, and ends it if the peer does not answer"});
    visit(option_case<tenon::options::linger>{
        .name = "linger",
        .constant = "SO_LINGER",
        .value = "lingering",
        .manual = "socket(7)",
        .meaning = "What closing the socket does while data is unsent, see `lingering`",
        .samples = {{true, 3}, {false, 3}}});
    visit(option_case<tenon::options::out_of_band_inline>{
        .name = "out_of_band_inline",
        .constant = "SO_OOBINLINE",
        .value = "bool",
        .manual = "socket(7), tcp(7)",
        .meaning = "Delivers urgent data at its place in the stream"});
#ifdef SO_TXREHASH
    visit(option_case<tenon::options::transmit_rehash>{
        .name = "transmit_rehash",
        .constant = "SO_TXREHASH",
        .value = "int",
        .manual = "",
        .meaning = "Whether a connection that loses packets may try another path: 1 "
                   "yes, 0 no, -1 the system's default (since Linux 5.18)",
        .samples = {1, 0, -1},
        .read = comparison::any});
#endif
    visit.section("Sending", "socket");
#ifdef SO_PRIORITY
    visit(option_case<tenon::options::priority>{
        .name = "priority",
        .constant = "SO_PRIORITY",
        .value = "int",
        .manual = "socket(7)",
        .meaning =
            "The priority by which the device's queue is chosen, 0 to 6; other values need CAP_NET_ADMIN",
        .samples = {3, 6, 0}});
#endif
#ifdef SO_MARK
    visit(option_case<tenon::options::mark>{
        .name = "mark",
        .constant = "SO_MARK",
        .value = "std::uint32_t",
        .manual = "socket(7)",
        .meaning = "The mark of sent packets, for routing and filtering rules",
        .samples = {7, 0x80000001U, 0},
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN or CAP_NET_RAW"});
#endif
#ifdef SO_MAX_PACING_RATE
    visit(option_case<tenon::options::max_pacing_rate>{
        .name = "max_pacing_rate",
        .constant = "SO_MAX_PACING_RATE",
        .value = "std::uint64_t",
        .manual = "tc-fq(8)",
        .meaning =
            "The greatest number of bytes to send per second; all bits set is no limit (since Linux 3.13)",
        .samples = {1000000, ~std::uint64_t{0}}});
#endif
#ifdef SO_TXTIME
    visit(option_case<tenon::options::transmit_time>{
        .name = "transmit_time",
        .constant = "SO_TXTIME",
        .value = "transmit_clock",
        .manual = "tc-etf(8)",
        .meaning =
            "Lets each message carry the time at which it is sent, see `transmit_clock` (since Linux 4.19)",
        .samples = {{.clock = 1, .as_deadlines = true, .report_errors = true}, {.clock = 1}},
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN for clocks other than CLOCK_MONOTONIC"});
#endif
#ifdef SO_ZEROCOPY
    visit(option_case<tenon::options::zero_copy>{
        .name = "zero_copy",
        .constant = "SO_ZEROCOPY",
        .value = "bool",
        .manual = "",
        .meaning = "Allows sending from the caller's buffer without copying it "
                   "(Documentation/networking/msg_zerocopy, since Linux 4.14)"});
#endif
#ifdef SO_NO_CHECK
    visit(option_case<tenon::options::no_checksum>{
        .name = "no_checksum",
        .constant = "SO_NO_CHECK",
        .value = "bool",
        .manual = "",
        .meaning = "Sends UDP over IPv4 without a checksum (RFC 768)"});
#endif
    visit.section("Control messages that come with a received message", "socket");
#ifdef SO_RXQ_OVFL
    visit(option_case<tenon::options::receive_queue_overflow>{
        .name = "receive_queue_overflow",
        .constant = "SO_RXQ_OVFL",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "Delivers the number of messages that the socket has dropped so far"});
#endif
#ifdef SO_RCVMARK
    visit(option_case<tenon::options::receive_mark>{
        .name = "receive_mark",
        .constant = "SO_RCVMARK",
        .value = "bool",
        .manual = "",
        .meaning = "Delivers the packet's mark (since Linux 5.19)",
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN or CAP_NET_RAW"});
#endif
#ifdef TENON_SO_RCVPRIORITY
    visit(option_case<tenon::options::receive_priority>{
        .name = "receive_priority",
        .constant = "SO_RCVPRIORITY",
        .value = "bool",
        .manual = "",
        .meaning = "Delivers the packet's priority (since Linux 6.14)",
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.14"});
#endif
#ifdef SO_WIFI_STATUS
    visit(option_case<tenon::options::wifi_status>{
        .name = "wifi_status",
        .constant = "SO_WIFI_STATUS",
        .value = "bool",
        .manual = "",
        .meaning =
            "Reports whether a frame that was sent over wireless LAN was acknowledged (since Linux 3.3)"});
#endif
#ifdef SO_SELECT_ERR_QUEUE
    visit(option_case<tenon::options::select_error_queue>{
        .name = "select_error_queue",
        .constant = "SO_SELECT_ERR_QUEUE",
        .value = "bool",
        .manual = "socket(7)",
        .meaning =
            "Makes select(2) and poll(2) report a pending error also as an exceptional condition, POLLPRI (since Linux 3.10)"});
#endif
    visit.section("Timestamps", "socket");
    visit(option_case<tenon::options::timestamp>{
        .name = "timestamp",
        .constant = "SO_TIMESTAMP",
        .value = "bool",
        .manual = "socket(7)",
        .meaning =
            "Delivers the time of reception in microseconds; turns off `timestamp_nanoseconds`"});
#ifdef SO_TIMESTAMPNS
    visit(option_case<tenon::options::timestamp_nanoseconds>{
        .name = "timestamp_nanoseconds",
        .constant = "SO_TIMESTAMPNS",
        .value = "bool",
        .manual = "socket(7)",
        .meaning =
            "Delivers the time of reception in nanoseconds; turns off `timestamp` (since Linux 2.6.22)"});
#endif
#ifdef SO_TIMESTAMPING
    visit(option_case<tenon::options::timestamping>{
        .name = "timestamping",
        .constant = "SO_TIMESTAMPING",
        .value = "timestamping_flags",
        .manual = "",
        .meaning =
            "Which messages get timestamps, from the device or the system, and how these are reported, see "
            "`timestamping_flags` (Documentation/networking/timestamping, since Linux 2.6.30)",
        .samples = {timestamping_flags::received_by_software | timestamping_flags::report_software,
                    timestamping_flags::none}});
#endif
    visit.section("Busy polling", "socket");
#ifdef SO_BUSY_POLL
    visit(option_case<tenon::options::busy_poll>{
        .name = "busy_poll",
        .constant = "SO_BUSY_POLL",
        .value = "whole_microseconds",
        .manual = "socket(7)",
        .meaning = "The time for which a receiving call polls the device before it sleeps; "
                   "raising it needs CAP_NET_ADMIN (since Linux 3.11)",
        .samples = {tenon::whole_microseconds(50), tenon::whole_microseconds(0)},
        .refusals = {EPERM, ENOPROTOOPT},
        .needs = "CAP_NET_ADMIN, CONFIG_NET_RX_BUSY_POLL"});
#endif
#ifdef SO_PREFER_BUSY_POLL
    visit(option_case<tenon::options::prefer_busy_poll>{
        .name = "prefer_busy_poll",
        .constant = "SO_PREFER_BUSY_POLL",
        .value = "bool",
        .manual = "",
        .meaning =
            "Keeps the device from raising interrupts while the program polls it (since Linux 5.11)",
        .refusals = {EPERM, ENOPROTOOPT},
        .needs = "CAP_NET_ADMIN, CONFIG_NET_RX_BUSY_POLL"});
#endif
#ifdef SO_BUSY_POLL_BUDGET
    visit(option_case<tenon::options::busy_poll_budget>{
        .name = "busy_poll_budget",
        .constant = "SO_BUSY_POLL_BUDGET",
        .value = "int",
        .manual = "",
        .meaning =
            "The number of packets to take in one poll; raising it needs CAP_NET_ADMIN (since Linux 5.11)",
        .samples = {8},
        .refusals = {EPERM, ENOPROTOOPT},
        .needs = "CAP_NET_ADMIN, CONFIG_NET_RX_BUSY_POLL"});
#endif
}

}  // namespace listing
