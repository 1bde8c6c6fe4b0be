// SPDX-License-Identifier: BSL-1.0

// Compares the numbers and structures of kernel.hpp and tcp_info.def with the headers of the
// kernel, which cannot be included together with those of the C library. Older headers lack some of
// them.

#if defined(__linux__) && __has_include(<linux/tcp.h>)

#include <asm/socket.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/tcp.h>

#include "kernel.hpp"
#include "tcp_info.hpp"

namespace pins {

static_assert(kernel::icmp_filter == ICMP_FILTER);
static_assert(sizeof(::icmp_filter) == 4 && sizeof(::icmp_filter::data) == 4);
static_assert(kernel::icmpv6_filter == ICMPV6_FILTER);
static_assert(kernel::ipv6_flowinfo == IPV6_FLOWINFO);
static_assert(kernel::ipv6_flowinfo_send == IPV6_FLOWINFO_SEND);
static_assert(kernel::tcp_no_queue == TCP_NO_QUEUE);
static_assert(kernel::tcp_recv_queue == TCP_RECV_QUEUE);
static_assert(kernel::tcp_send_queue == TCP_SEND_QUEUE);
#ifdef IP_LOCAL_PORT_RANGE
static_assert(kernel::ip_local_port_range == IP_LOCAL_PORT_RANGE);
#endif
#ifdef TCP_IS_MPTCP
static_assert(kernel::tcp_is_mptcp == TCP_IS_MPTCP);
#endif
#ifdef TCP_RTO_MAX_MS
static_assert(kernel::tcp_rto_max_ms == TCP_RTO_MAX_MS);
#endif
#ifdef TCP_RTO_MIN_US
static_assert(kernel::tcp_rto_min_us == TCP_RTO_MIN_US);
#endif
#ifdef TCP_DELACK_MAX_US
static_assert(kernel::tcp_delack_max_us == TCP_DELACK_MAX_US);
#endif

// SPARC and PA-RISC have other numbers at the level SOL_SOCKET. The library does not have them.
#if !defined(__sparc__) && !defined(__hppa__)
#ifdef SO_PASSPIDFD
static_assert(kernel::so_passpidfd == SO_PASSPIDFD);
#endif
#ifdef SO_RCVPRIORITY
static_assert(kernel::so_rcvpriority == SO_RCVPRIORITY);
#endif
#ifdef SO_PASSRIGHTS
static_assert(kernel::so_passrights == SO_PASSRIGHTS);
#endif
#endif

// At least up to tcpi_reord_seen of Linux 4.19.
static_assert(matching_members<::tcp_info>() >= 48);

}  // namespace pins

#endif
