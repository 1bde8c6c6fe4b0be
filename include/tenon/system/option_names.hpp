// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/system/types.hpp>

#include <netinet/udp.h>

// Names of options that the system has and the headers of its C library lack: options of Linux that
// are younger than the C library, and options whose kernel headers cannot be included beside the C
// library's. The numbers are the kernel's interface and never change.
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

// The numbers of the options at level SOL_SOCKET differ on SPARC and PA-RISC.
#if !defined(__sparc__) && !defined(__hppa__)
#define TENON_SO_PASSPIDFD 76    // <asm/socket.h>, Linux 6.5
#define TENON_SO_RCVPRIORITY 82  // <asm/socket.h>, Linux 6.14
#define TENON_SO_PASSRIGHTS 83   // <asm/socket.h>, Linux 6.16
#endif

#endif

// Options whose names mean something else on other systems. Each macro is defined if the option
// means what the comment of tenon's option says. If that is not known of a system, tenon does not
// have the option there.

#if defined(__linux__)
#define TENON_HAS_TCP_INFO 1     // FreeBSD, NetBSD: another struct
#define TENON_HAS_SO_PEERCRED 1  // OpenBSD: another struct
#if defined(SO_PEERGROUPS)
#define TENON_HAS_SO_PEERGROUPS 1  // no other system has it; its types are those of POSIX
#endif
#define TENON_HAS_TCP_FASTOPEN 1  // FreeBSD, macOS: a switch, not a length
#define TENON_HAS_IP_MULTICAST_IF \
    1  // takes an index over IPv4 and IPv6; FreeBSD: exactly four bytes over IPv6
#endif
#if !defined(__OpenBSD__)
#define TENON_HAS_WIDE_IP_MULTICAST \
    1  // IP_MULTICAST_TTL and IP_MULTICAST_LOOP take an int; OpenBSD: one byte
#endif

// The option by which sockets share an endpoint, and the system balances messages and connections
// among them.
#if defined(__linux__)
#define TENON_SO_REUSEPORT SO_REUSEPORT
#elif defined(SO_REUSEPORT_LB)
#define TENON_SO_REUSEPORT SO_REUSEPORT_LB  // FreeBSD 12
#endif

// Options that take seconds.
#if defined(__APPLE__)
#define TENON_SO_LINGER SO_LINGER_SEC     // SO_LINGER is in ticks
#define TENON_TCP_KEEPIDLE TCP_KEEPALIVE  // elsewhere TCP_KEEPALIVE is in milliseconds, or a switch
#else
#define TENON_SO_LINGER SO_LINGER
#if defined(TCP_KEEPIDLE)
#define TENON_TCP_KEEPIDLE TCP_KEEPIDLE
#endif
#endif
