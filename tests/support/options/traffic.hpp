// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, part by part: how messages leave and what comes beside them, filters, Unix sockets.

#include <cerrno>

#include "listed.hpp"

namespace listing {

template <class Visitor>
void visit_traffic(Visitor& visit) {
    using namespace tenon::options;
    visit.section("How packets leave", "leaving");
#ifdef SO_BINDTODEVICE
    visit(listed<tenon::options::bind_to_device>{.name = "bind_to_device",
                                                 .constant = "SO_BINDTODEVICE",
                                                 .value = "bounded_text<15>",
                                                 .manual = "socket(7)",
                                                 .meaning = "The name of the one interface that the socket uses; empty for all",
                                                 .samples = {"lo", ""},
                                                 .refusals = {EPERM},
                                                 .needs = "CAP_NET_RAW"});
#endif
#ifdef SO_BINDTOIFINDEX
    visit(listed<tenon::options::bind_to_interface>{
        .name = "bind_to_interface",
        .constant = "SO_BINDTOIFINDEX",
        .value = "interface_index",
        .manual = "socket(7)",
        .meaning = "The index of the one interface that the socket uses; 0 for all (Linux 5.0)",
        .samples = {loopback_index(), tenon::interface_index()},
        .refusals = {EPERM},
        .needs = "CAP_NET_RAW"});
#endif
    visit(listed<tenon::options::do_not_route>{.name = "do_not_route",
                                               .constant = "SO_DONTROUTE",
                                               .value = "bool",
                                               .manual = "socket(7)",
                                               .meaning = "Only to hosts that are on the same link, past all gateways"});
#ifdef SO_PRIORITY
    visit(listed<tenon::options::priority>{.name = "priority",
                                           .constant = "SO_PRIORITY",
                                           .value = "int",
                                           .manual = "socket(7)",
                                           .meaning = "Which of the queues of a device is used, 0 to 6 without CAP_NET_ADMIN",
                                           .samples = {3, 6, 0}});
#endif
#ifdef SO_MARK
    visit(listed<tenon::options::mark>{.name = "mark",
                                       .constant = "SO_MARK",
                                       .value = "std::uint32_t",
                                       .manual = "socket(7)",
                                       .meaning = "The mark of all packets, for rules and routes",
                                       .samples = {7, 0x80000001U, 0},
                                       .refusals = {EPERM},
                                       .needs = "CAP_NET_ADMIN or CAP_NET_RAW"});
#endif
#ifdef SO_MAX_PACING_RATE
    visit(listed<tenon::options::max_pacing_rate>{.name = "max_pacing_rate",
                                                  .constant = "SO_MAX_PACING_RATE",
                                                  .value = "std::uint64_t",
                                                  .manual = "tc-fq(8)",
                                                  .meaning = "Bytes a second that are sent at most; all ones is no limit",
                                                  .samples = {1000000, ~std::uint64_t{0}}});
#endif
#ifdef SO_TXREHASH
    visit(listed<tenon::options::transmit_rehash>{
        .name = "transmit_rehash",
        .constant = "SO_TXREHASH",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "A connection that loses packets may take another path; 1 yes, 0 no, -1 as the system has it (Linux 5.18)",
        .samples = {1, 0, -1},
        .read = comparison::any});
#endif
#ifdef SO_TXTIME
    visit(listed<tenon::options::transmit_time>{
        .name = "transmit_time",
        .constant = "SO_TXTIME",
        .value = "transmit_clock",
        .manual = "tc-etf(8)",
        .meaning = "Messages may name the time at which they leave (Linux 4.19)",
        .samples = {{.clock = 1, .as_deadlines = true, .report_errors = true}, {.clock = 1}},
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN for clocks but CLOCK_MONOTONIC"});
#endif
#ifdef SO_ZEROCOPY
    visit(listed<tenon::options::zero_copy>{
        .name = "zero_copy",
        .constant = "SO_ZEROCOPY",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "Sending may use the caller's memory instead of a copy (Documentation/networking/msg_zerocopy)"});
#endif
#ifdef SO_NO_CHECK
    visit(listed<tenon::options::no_checksum>{.name = "no_checksum",
                                              .constant = "SO_NO_CHECK",
                                              .value = "bool",
                                              .manual = "udp(7)",
                                              .meaning = "UDP over IPv4 is sent without a checksum"});
#endif
    visit.section("What comes beside a message", "arriving");
#ifdef SO_RXQ_OVFL
    visit(listed<tenon::options::receive_queue_overflow>{.name = "receive_queue_overflow",
                                                         .constant = "SO_RXQ_OVFL",
                                                         .value = "bool",
                                                         .manual = "socket(7)",
                                                         .meaning = "How many messages were dropped since the last"});
#endif
#ifdef SO_RCVMARK
    visit(listed<tenon::options::receive_mark>{.name = "receive_mark",
                                               .constant = "SO_RCVMARK",
                                               .value = "bool",
                                               .manual = "socket(7)",
                                               .meaning = "The packet's mark; needs CAP_NET_ADMIN or CAP_NET_RAW (Linux 5.19)",
                                               .refusals = {EPERM},
                                               .needs = "CAP_NET_ADMIN or CAP_NET_RAW"});
#endif
#ifdef TENON_SO_RCVPRIORITY
    visit(listed<tenon::options::receive_priority>{.name = "receive_priority",
                                                   .constant = "SO_RCVPRIORITY",
                                                   .value = "bool",
                                                   .manual = "socket(7)",
                                                   .meaning = "The packet's priority (Linux 6.14)",
                                                   .refusals = {ENOPROTOOPT},
                                                   .needs = "Linux 6.14"});
#endif
#ifdef SO_WIFI_STATUS
    visit(
        listed<tenon::options::wifi_status>{.name = "wifi_status",
                                            .constant = "SO_WIFI_STATUS",
                                            .value = "bool",
                                            .manual = "socket(7)",
                                            .meaning = "Whether a frame that was sent over WLAN was acknowledged (Linux 3.3)"});
#endif
#ifdef SO_SELECT_ERR_QUEUE
    visit(listed<tenon::options::select_error_queue>{
        .name = "select_error_queue",
        .constant = "SO_SELECT_ERR_QUEUE",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "What is on the error queue counts as urgent data for select(2)"});
#endif
    visit.section("Asking the device", "busy_poll");
#ifdef SO_BUSY_POLL
    visit(listed<tenon::options::busy_poll>{
        .name = "busy_poll",
        .constant = "SO_BUSY_POLL",
        .value = "whole_microseconds",
        .manual = "socket(7)",
        .meaning = "How long a call asks the device before it waits; more than the system's own needs CAP_NET_ADMIN",
        .samples = {tenon::whole_microseconds(50), tenon::whole_microseconds(0)},
        .refusals = {EPERM, ENOPROTOOPT},
        .needs = "CAP_NET_ADMIN, CONFIG_NET_RX_BUSY_POLL"});
#endif
#ifdef SO_PREFER_BUSY_POLL
    visit(listed<tenon::options::prefer_busy_poll>{.name = "prefer_busy_poll",
                                                   .constant = "SO_PREFER_BUSY_POLL",
                                                   .value = "bool",
                                                   .manual = "socket(7)",
                                                   .meaning = "The device is silent as long as the program asks (Linux 5.11)",
                                                   .refusals = {EPERM, ENOPROTOOPT},
                                                   .needs = "CAP_NET_ADMIN, CONFIG_NET_RX_BUSY_POLL"});
#endif
#ifdef SO_BUSY_POLL_BUDGET
    visit(listed<tenon::options::busy_poll_budget>{
        .name = "busy_poll_budget",
        .constant = "SO_BUSY_POLL_BUDGET",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "Packets that are taken at a time; more than the system's own needs CAP_NET_ADMIN (Linux 5.11)",
        .samples = {8},
        .refusals = {EPERM, ENOPROTOOPT},
        .needs = "CAP_NET_ADMIN, CONFIG_NET_RX_BUSY_POLL"});
#endif
    visit.section("Timestamps", "timestamps");
    visit(listed<tenon::options::timestamp>{
        .name = "timestamp",
        .constant = "SO_TIMESTAMP",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "The time at which a message came, in microseconds, comes with it; not with `timestamp_nanoseconds`"});
#ifdef SO_TIMESTAMPNS
    visit(listed<tenon::options::timestamp_nanoseconds>{
        .name = "timestamp_nanoseconds",
        .constant = "SO_TIMESTAMPNS",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "The same in nanoseconds; the later of the two counts (Linux 2.6.22)"});
#endif
#ifdef SO_TIMESTAMPING
    visit(listed<tenon::options::timestamping>{
        .name = "timestamping",
        .constant = "SO_TIMESTAMPING",
        .value = "timestamping_flags",
        .manual = "socket(7)",
        .meaning = "Times of what comes and what is sent, see `timestamping_flags`",
        .samples = {timestamping_flags::received_by_software | timestamping_flags::report_software, timestamping_flags::none}});
#endif
    visit.section("Filters", "filter");
#ifdef SO_ATTACH_FILTER
    visit(listed<tenon::options::attach_filter>{.name = "attach_filter",
                                                .constant = "SO_ATTACH_FILTER",
                                                .value = "filter_program",
                                                .manual = "socket(7)",
                                                .meaning = "A program that filters what comes",
                                                .samples = {accept_all()}});
#endif
#ifdef SO_ATTACH_BPF
    visit(listed<tenon::options::attach_bpf>{.name = "attach_bpf",
                                             .constant = "SO_ATTACH_BPF",
                                             .value = "int",
                                             .manual = "socket(7)",
                                             .meaning = "The same, by the descriptor of a program that bpf(2) has loaded",
                                             .samples = {-1},
                                             .refusals = {EBADF},
                                             .needs = "the descriptor of a program, see bpf(2)"});
#endif
#ifdef SO_DETACH_FILTER
    visit(listed<tenon::options::detach_filter>{.name = "detach_filter",
                                                .constant = "SO_DETACH_FILTER",
                                                .value = "int",
                                                .manual = "socket(7)",
                                                .meaning = "Takes the filter away; the value does not count",
                                                .samples = {0},
                                                .refusals = {ENOENT},
                                                .needs = "a filter"});
#endif
#ifdef SO_LOCK_FILTER
    visit(listed<tenon::options::lock_filter>{.name = "lock_filter",
                                              .constant = "SO_LOCK_FILTER",
                                              .value = "bool",
                                              .manual = "socket(7)",
                                              .meaning = "The filter stays as it is; once on, it is never off again",
                                              .samples = {true}});
#endif
#ifdef SO_BPF_EXTENSIONS
    visit(
        listed<tenon::options::filter_extensions>{.name = "filter_extensions",
                                                  .constant = "SO_BPF_EXTENSIONS",
                                                  .value = "int",
                                                  .manual = "socket(7)",
                                                  .meaning = "How many loads beyond the packet the filter knows (Linux 3.14)"});
#endif
#ifdef SO_ATTACH_REUSEPORT_CBPF
    visit(listed<tenon::options::attach_reuse_port_filter>{
        .name = "attach_reuse_port_filter",
        .constant = "SO_ATTACH_REUSEPORT_CBPF",
        .value = "filter_program",
        .manual = "socket(7)",
        .meaning = "A program that chooses among the sockets of a `reuse_port` group",
        .samples = {accept_all()},
        .refusals = {EINVAL},
        .needs = "`reuse_port`"});
#endif
#ifdef SO_ATTACH_REUSEPORT_EBPF
    visit(listed<tenon::options::attach_reuse_port_bpf>{
        .name = "attach_reuse_port_bpf",
        .constant = "SO_ATTACH_REUSEPORT_EBPF",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "The same, by the descriptor of a program that bpf(2) has loaded",
        .samples = {-1},
        .refusals = {EBADF, EINVAL, ENOENT},
        .needs = "the descriptor of a program, see bpf(2)"});
#endif
#ifdef SO_DETACH_REUSEPORT_BPF
    visit(listed<tenon::options::detach_reuse_port_filter>{
        .name = "detach_reuse_port_filter",
        .constant = "SO_DETACH_REUSEPORT_BPF",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "Takes that program away; the value does not count (Linux 5.3)",
        .samples = {0},
        .refusals = {ENOENT, EINVAL},
        .needs = "such a program"});
#endif
    visit.section("Unix sockets", "unix_domain");
    visit(listed<tenon::options::peer_credentials>{.name = "peer_credentials",
                                                   .constant = "SO_PEERCRED",
                                                   .value = "credentials",
                                                   .manual = "unix(7)",
                                                   .meaning = "Who connected, or listened, or made the pair"});
#ifdef SO_PASSCRED
    visit(listed<tenon::options::pass_credentials>{.name = "pass_credentials",
                                                   .constant = "SO_PASSCRED",
                                                   .value = "bool",
                                                   .manual = "unix(7)",
                                                   .meaning = "Who sent a message comes with it, as a control message"});
#endif
#ifdef SO_PASSSEC
    visit(listed<tenon::options::pass_security>{.name = "pass_security",
                                                .constant = "SO_PASSSEC",
                                                .value = "bool",
                                                .manual = "unix(7)",
                                                .meaning = "The security label of who sent a message comes with it",
                                                .refusals = {EOPNOTSUPP},
                                                .needs = "a kernel with security labels"});
#endif
#ifdef TENON_SO_PASSPIDFD
    visit(listed<tenon::options::pass_process_descriptor>{
        .name = "pass_process_descriptor",
        .constant = "SO_PASSPIDFD",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "A descriptor of the process that sent a message comes with it (Linux 6.5)",
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.5"});
#endif
#ifdef TENON_SO_PASSRIGHTS
    visit(listed<tenon::options::pass_rights>{
        .name = "pass_rights",
        .constant = "SO_PASSRIGHTS",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "Descriptors may come; off, they are refused to who sends them (Linux 6.16)",
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.16"});
#endif
#ifdef SO_PEERSEC
    visit(listed<tenon::options::peer_security>{.name = "peer_security",
                                                .constant = "SO_PEERSEC",
                                                .value = "bounded_text<255>",
                                                .manual = "unix(7)",
                                                .meaning = "The security label of the other end, where the system has labels",
                                                .refusals = {ENOPROTOOPT},
                                                .needs = "a security module"});
#endif
#ifdef TENON_HAS_SO_PEERGROUPS
    visit(listed<tenon::options::peer_groups>{.name = "peer_groups",
                                              .constant = "SO_PEERGROUPS",
                                              .value = "group_list",
                                              .manual = "unix(7)",
                                              .meaning =
                                                  "The groups of the peer's process. More than fit into a `group_list` are "
                                                  "`result_out_of_range` (Linux 4.13)"});
#endif
}

}  // namespace listing
