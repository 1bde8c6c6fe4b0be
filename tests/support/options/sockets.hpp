// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, part by part: what all sockets have (socket(7)).

#include <cerrno>

#include "listed.hpp"

namespace listing {

template <class Visitor>
void visit_sockets(Visitor& visit) {
    using namespace tenon::options;
    visit.section("Sockets in general", "socket");
    visit(listed<tenon::options::reuse_address>{
        .name = "reuse_address",
        .constant = "SO_REUSEADDR",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "A local endpoint may be bound that an ended connection still holds. Verbs set it on listeners"});
#ifdef TENON_SO_REUSEPORT
    visit(listed<tenon::options::reuse_port>{
        .name = "reuse_port",
        .constant = "SO_REUSEPORT",
        .value = "bool",
        .manual = "socket(7)",
        .meaning = "Several sockets of one user share a local endpoint, and what comes to it"});
#endif
    visit(listed<tenon::options::broadcast>{.name = "broadcast",
                                            .constant = "SO_BROADCAST",
                                            .value = "bool",
                                            .manual = "socket(7)",
                                            .meaning = "Messages may be sent to a broadcast address"});
    visit(listed<tenon::options::error>{.name = "error",
                                        .constant = "SO_ERROR",
                                        .value = "std::error_code",
                                        .manual = "socket(7)",
                                        .meaning = "The pending error, which reading takes away. Read only"});
    visit(listed<tenon::options::out_of_band_inline>{.name = "out_of_band_inline",
                                                     .constant = "SO_OOBINLINE",
                                                     .value = "bool",
                                                     .manual = "tcp(7)",
                                                     .meaning = "Urgent data comes in its place in the stream"});
    visit(listed<tenon::options::debug>{.name = "debug",
                                        .constant = "SO_DEBUG",
                                        .value = "bool",
                                        .manual = "socket(7)",
                                        .meaning = "The protocol is debugged, where the system can",
                                        .refusals = {EACCES},
                                        .needs = "CAP_NET_ADMIN"});
    visit(listed<tenon::options::linger>{.name = "linger",
                                         .constant = "SO_LINGER",
                                         .value = "lingering",
                                         .manual = "socket(7)",
                                         .meaning = "See `lingering`",
                                         .samples = {{true, 3}, {false, 3}}});
    visit.section("Buffers", "buffers");
    visit(listed<tenon::options::receive_buffer_size>{
        .name = "receive_buffer_size",
        .constant = "SO_RCVBUF",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "The size of the receive buffer in bytes. Linux doubles what is set, and gives the double",
        .samples = {8000, 20000},
        .read = comparison::doubled});
    visit(listed<tenon::options::send_buffer_size>{
        .name = "send_buffer_size",
        .constant = "SO_SNDBUF",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "The size of the send buffer in bytes. Linux doubles what is set, and gives the double",
        .samples = {8000, 20000},
        .read = comparison::doubled});
#ifdef SO_RCVBUFFORCE
    visit(listed<tenon::options::receive_buffer_size_forced>{
        .name = "receive_buffer_size_forced",
        .constant = "SO_RCVBUFFORCE",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "As `receive_buffer_size`, beyond the limit of the system",
        .samples = {8000},
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN"});
#endif
#ifdef SO_SNDBUFFORCE
    visit(listed<tenon::options::send_buffer_size_forced>{.name = "send_buffer_size_forced",
                                                          .constant = "SO_SNDBUFFORCE",
                                                          .value = "int",
                                                          .manual = "socket(7)",
                                                          .meaning = "As `send_buffer_size`, beyond the limit of the system",
                                                          .samples = {8000},
                                                          .refusals = {EPERM},
                                                          .needs = "CAP_NET_ADMIN"});
#endif
    visit(listed<tenon::options::receive_low_water>{.name = "receive_low_water",
                                                    .constant = "SO_RCVLOWAT",
                                                    .value = "int",
                                                    .manual = "socket(7)",
                                                    .meaning = "Bytes that must have come before a stream counts as readable",
                                                    .samples = {1, 3}});
    visit(listed<tenon::options::send_low_water>{
        .name = "send_low_water",
        .constant = "SO_SNDLOWAT",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "Bytes of room before a socket counts as writable; on Linux always 1"});
#ifdef SO_BUF_LOCK
    visit(listed<tenon::options::buffer_lock>{
        .name = "buffer_lock",
        .constant = "SO_BUF_LOCK",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "Which sizes the system may no longer adjust: 1 the send buffer's, 2 the receive buffer's (Linux 5.14)",
        .samples = {1, 2, 3, 0},
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 5.14"});
#endif
#ifdef SO_RESERVE_MEM
    visit(
        listed<tenon::options::reserved_memory>{.name = "reserved_memory",
                                                .constant = "SO_RESERVE_MEM",
                                                .value = "int",
                                                .manual = "socket(7)",
                                                .meaning = "Bytes that a control group sets aside for the socket (Linux 5.17)",
                                                .samples = {4096},
                                                .refusals = {ENOPROTOOPT, EOPNOTSUPP},
                                                .needs = "a control group of memory"});
#endif
#ifdef SO_MEMINFO
    visit(listed<tenon::options::memory_information>{.name = "memory_information",
                                                     .constant = "SO_MEMINFO",
                                                     .value = "memory_use",
                                                     .manual = "sock_diag(7)",
                                                     .meaning = "What the system has set aside"});
#endif
#ifdef SO_PEEK_OFF
    visit(listed<tenon::options::peek_offset>{
        .name = "peek_offset",
        .constant = "SO_PEEK_OFF",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "Bytes into what has come at which peeking begins, and which peeking moves; -1 is off",
        .samples = {0, 3, -1},
        .refusals = {EOPNOTSUPP},
        .needs = "the kind's support"});
#endif
    visit.section("Waiting", "waiting");
    visit(listed<tenon::options::receive_timeout>{
        .name = "receive_timeout",
        .constant = "SO_RCVTIMEO",
        .value = "longest_wait",
        .manual = "socket(7)",
        .meaning = "How long a call that receives or accepts may wait; then it fails with `operation_would_block`",
        .samples = {longest_wait(1500000), longest_wait(0)},
        .read = comparison::not_less});
    visit(listed<tenon::options::send_timeout>{
        .name = "send_timeout",
        .constant = "SO_SNDTIMEO",
        .value = "longest_wait",
        .manual = "socket(7)",
        .meaning = "How long a call that sends or connects may wait; then it fails with `operation_would_block`",
        .samples = {longest_wait(1500000), longest_wait(0)},
        .read = comparison::not_less});
    visit.section("What a socket is", "identity");
#ifdef SO_DOMAIN
    visit(listed<tenon::options::domain>{.name = "domain",
                                         .constant = "SO_DOMAIN",
                                         .value = "int",
                                         .manual = "socket(7)",
                                         .meaning = "The number of the family, such as AF_INET"});
#endif
    visit(listed<tenon::options::type>{.name = "type",
                                       .constant = "SO_TYPE",
                                       .value = "int",
                                       .manual = "socket(7)",
                                       .meaning = "The socket type, such as SOCK_STREAM"});
#ifdef SO_PROTOCOL
    visit(listed<tenon::options::protocol>{.name = "protocol",
                                           .constant = "SO_PROTOCOL",
                                           .value = "int",
                                           .manual = "socket(7)",
                                           .meaning = "The number of the protocol, such as IPPROTO_TCP"});
#endif
    visit(listed<tenon::options::accept_connections>{.name = "accept_connections",
                                                     .constant = "SO_ACCEPTCONN",
                                                     .value = "bool",
                                                     .manual = "socket(7)",
                                                     .meaning = "The socket listens"});
#ifdef SO_COOKIE
    visit(listed<tenon::options::cookie>{
        .name = "cookie",
        .constant = "SO_COOKIE",
        .value = "std::uint64_t",
        .manual = "socket(7)",
        .meaning = "A number that no other socket of the machine has had since it was started (Linux 4.12)"});
#endif
#ifdef SO_NETNS_COOKIE
    visit(listed<tenon::options::network_namespace_cookie>{
        .name = "network_namespace_cookie",
        .constant = "SO_NETNS_COOKIE",
        .value = "std::uint64_t",
        .manual = "socket(7)",
        .meaning = "Such a number for the network namespace that the socket lives in (Linux 5.14)",
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 5.14"});
#endif
#ifdef SO_INCOMING_NAPI_ID
    visit(
        listed<tenon::options::incoming_queue>{.name = "incoming_queue",
                                               .constant = "SO_INCOMING_NAPI_ID",
                                               .value = "int",
                                               .manual = "socket(7)",
                                               .meaning = "The queue of the device that the last packet came by, 0 for none"});
#endif
#ifdef SO_INCOMING_CPU
    visit(listed<tenon::options::incoming_cpu>{
        .name = "incoming_cpu",
        .constant = "SO_INCOMING_CPU",
        .value = "int",
        .manual = "socket(7)",
        .meaning = "The processor that handles what comes, -1 for none yet; set on a `reuse_port` group, it prefers",
        .samples = {0},
        .read = comparison::any});
#endif
}

}  // namespace listing
