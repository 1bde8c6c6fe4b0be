// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/system/types.hpp>

#include <netinet/udp.h>

// Names of options that the system has and its headers lack: those of Linux that are younger than the C library, and those in
// headers of the kernel which cannot stand beside the C library's. The numbers are the kernel's interface and never change.
#if defined(__linux__)

#define TENON_ICMP_FILTER 1           // <linux/icmp.h>, at level TENON_SOL_RAW
#define TENON_SOL_RAW 255             // <linux/socket.h>
#define TENON_ICMPV6_FILTER 1         // <linux/icmpv6.h>, at level IPPROTO_ICMPV6
#define TENON_IP_LOCAL_PORT_RANGE 51  // <linux/in.h>, Linux 6.3
#define TENON_IPV6_FLOWINFO 11        // <linux/in6.h>
#define TENON_IPV6_FLOWINFO_SEND 33   // <linux/in6.h>
#define TENON_TCP_IS_MPTCP 43         // <linux/tcp.h>, Linux 6.7
#define TENON_TCP_RTO_MAX_MS 44       // <linux/tcp.h>, Linux 6.15
#define TENON_TCP_RTO_MIN_US 45       // <linux/tcp.h>, Linux 6.15
#define TENON_TCP_DELACK_MAX_US 46    // <linux/tcp.h>, Linux 6.15

// At the level of sockets the numbers differ where the machine's do.
#if !defined(__sparc__) && !defined(__hppa__)
#define TENON_SO_PASSPIDFD 76    // <asm/socket.h>, Linux 6.5
#define TENON_SO_RCVPRIORITY 82  // <asm/socket.h>, Linux 6.14
#define TENON_SO_PASSRIGHTS 83   // <asm/socket.h>, Linux 6.16
#endif

#endif
