// SPDX-License-Identifier: BSL-1.0
#pragma once

// Numbers of the kernel that the C library lacks, or has only in later releases, copied from the
// named header. kernel.cpp compares them with that header if the system has a version that is new
// enough.
namespace pins::kernel {

inline constexpr int sol_raw = 255;    // SOL_RAW, <linux/socket.h>
inline constexpr int icmp_filter = 1;  // ICMP_FILTER, <linux/icmp.h>
inline constexpr int icmpv6_filter =
    1;  // ICMPV6_FILTER, <linux/icmpv6.h>; ICMP6_FILTER of RFC 3542
inline constexpr int ip_local_port_range = 51;  // IP_LOCAL_PORT_RANGE, <linux/in.h>
inline constexpr int ipv6_flowinfo = 11;        // IPV6_FLOWINFO, <linux/in6.h>
inline constexpr int ipv6_flowinfo_send = 33;   // IPV6_FLOWINFO_SEND, <linux/in6.h>
inline constexpr int tcp_is_mptcp = 43;         // TCP_IS_MPTCP, <linux/tcp.h>
inline constexpr int tcp_rto_max_ms = 44;       // TCP_RTO_MAX_MS, <linux/tcp.h>
inline constexpr int tcp_rto_min_us = 45;       // TCP_RTO_MIN_US, <linux/tcp.h>
inline constexpr int tcp_delack_max_us = 46;    // TCP_DELACK_MAX_US, <linux/tcp.h>
inline constexpr int so_passpidfd = 76;         // SO_PASSPIDFD, <asm-generic/socket.h>
inline constexpr int so_rcvpriority = 82;       // SO_RCVPRIORITY, <asm-generic/socket.h>
inline constexpr int so_passrights = 83;        // SO_PASSRIGHTS, <asm-generic/socket.h>

inline constexpr int tcp_no_queue = 0;    // TCP_NO_QUEUE, <linux/tcp.h>
inline constexpr int tcp_recv_queue = 1;  // TCP_RECV_QUEUE, <linux/tcp.h>
inline constexpr int tcp_send_queue = 2;  // TCP_SEND_QUEUE, <linux/tcp.h>

}  // namespace pins::kernel
