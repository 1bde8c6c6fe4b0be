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

// Options that exist under this name elsewhere too, and mean something else there. Here they have the meaning that the comment
// of the option gives; where that is not known to be so, there is no such option.

#if defined(__linux__)
#define TENON_HAS_TCP_INFO 1     // FreeBSD, NetBSD: another struct
#define TENON_HAS_SO_PEERCRED 1  // OpenBSD: another struct
#if defined(SO_PEERGROUPS)
#define TENON_HAS_SO_PEERGROUPS 1  // no other system has it; its types are those of POSIX
#endif
#define TENON_HAS_TCP_FASTOPEN 1     // FreeBSD, macOS: a switch, not a length
#define TENON_HAS_IP_MULTICAST_IF 1  // by an index in both versions; FreeBSD: of exactly four bytes over IPv6
#endif
#if !defined(__OpenBSD__)
#define TENON_HAS_WIDE_IP_MULTICAST 1  // IP_MULTICAST_TTL and IP_MULTICAST_LOOP take an int; OpenBSD: one byte
#endif

// What comes to a shared endpoint is balanced among the sockets.
#if defined(__linux__)
#define TENON_SO_REUSEPORT SO_REUSEPORT
#elif defined(SO_REUSEPORT_LB)
#define TENON_SO_REUSEPORT SO_REUSEPORT_LB  // FreeBSD 12
#endif

// In seconds.
#if defined(__APPLE__)
#define TENON_SO_LINGER SO_LINGER_SEC     // SO_LINGER is in ticks
#define TENON_TCP_KEEPIDLE TCP_KEEPALIVE  // elsewhere TCP_KEEPALIVE is in milliseconds, or a switch
#else
#define TENON_SO_LINGER SO_LINGER
#if defined(TCP_KEEPIDLE)
#define TENON_TCP_KEEPIDLE TCP_KEEPIDLE
#endif
#endif
