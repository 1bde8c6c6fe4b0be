// SPDX-License-Identifier: BSL-1.0

// Compares the encoded values of options with the structures and numbers of the system: known bytes
// are decoded to known values, and known values are encoded to known bytes.

#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>

#include <array>
#include <bit>
#include <cstddef>
#include <type_traits>

#if defined(__linux__) && __has_include(<linux/filter.h>)
#include <linux/filter.h>
#include <linux/net_tstamp.h>
#include <linux/sock_diag.h>
#endif

#include "kernel.hpp"
#include "pin.hpp"

#include <tenon/options/tcp_repair.hpp>

namespace pins {
namespace {

using namespace tenon::options;
template <class Value>
using form = tenon::option_representation<Value>;
constexpr bool is_little_endian = std::endian::native == std::endian::little;

/// Our structure has the size and the alignment of that of the system.
template <class Ours, class Theirs>
concept has_size_of = sizeof(Ours) == sizeof(Theirs) && alignof(Ours) == alignof(Theirs) &&
                      std::is_trivially_copyable_v<Ours>;

// A bool, a number and an enumeration are an int.

static_assert(options::no_delay(true).encode() == 1 && options::no_delay(false).encode() == 0);
static_assert(options::no_delay::decode(1) && options::no_delay::decode(2) &&
              !options::no_delay::decode(0));
static_assert(options::unicast_hops(-1).encode() == -1 && options::unicast_hops::decode(-1) == -1);
static_assert(form<std::uint32_t>::encode(0x80000001) == -0x7FFFFFFF &&
              form<std::uint32_t>::decode(-1) == 0xFFFFFFFF);
static_assert(form<std::uint64_t>::encode(0x0102030405060708) == 0x0102030405060708);
static_assert(form<std::uint64_t>::decode(0xFFFFFFFFFFFFFFFF) == 0xFFFFFFFFFFFFFFFF);
static_assert(form<whole_seconds>::encode(whole_seconds(7)) == 7 &&
              form<whole_seconds>::decode(7).count() == 7);
static_assert(form<whole_milliseconds>::encode(whole_seconds(7)) == 7'000);
static_assert(form<whole_microseconds>::encode(whole_milliseconds(7)) == 7'000);
static_assert(form<whole_seconds>::encode(whole_seconds(-1)) == -1 &&
              form<whole_seconds>::decode(-1).count() == -1);

// SO_LINGER: struct linger.

static_assert(form<lingering>::encode({.on = true, .seconds = 5}).l_onoff == 1);
static_assert(form<lingering>::encode({.on = true, .seconds = 5}).l_linger == 5);
static_assert(form<lingering>::encode({.on = false, .seconds = 5}).l_onoff == 0);
static_assert(form<lingering>::decode({.l_onoff = 2, .l_linger = 7}) == lingering{true, 7});
static_assert(form<lingering>::decode({.l_onoff = 0, .l_linger = 7}) == lingering{false, 7});

// SO_RCVTIMEO, SO_SNDTIMEO: struct timeval.

static_assert(form<longest_wait>::encode(longest_wait(2'500'000)).tv_sec == 2);
static_assert(form<longest_wait>::encode(longest_wait(2'500'000)).tv_usec == 500'000);
static_assert(form<longest_wait>::decode({3, 250'000}).count() == 3'250'000);
static_assert(form<longest_wait>::decode({0, 1}).count() == 1 &&
              form<longest_wait>::decode({0, 0}).count() == 0);

// SO_BINDTODEVICE, TCP_CONGESTION, TCP_ULP, SO_PEERSEC: the bytes of a name, with space for the NUL
// that the system may write.

static_assert(sizeof(options::bind_to_device::representation) ==
              IF_NAMESIZE);  // IFNAMSIZ, netdevice(7)
static_assert(sizeof(options::congestion_control::representation) ==
              16);  // TCP_CA_NAME_MAX, tcp(7)
static_assert(sizeof(options::upper_layer_protocol::representation) ==
              16);  // TCP_ULP_NAME_MAX, <net/tcp.h>
static_assert(sizeof(options::peer_security::representation) == 256);
static_assert(options::congestion_control("reno").size() == 4 &&
              options::congestion_control("reno").encode().letters[0] == 'r');
static_assert(options::congestion_control("reno").encode().letters[3] == 'o');
constexpr options::congestion_control::representation reno = {"reno"};
static_assert(options::congestion_control::decode(reno, 16).view() == "reno");
static_assert(options::congestion_control::decode(reno, 3).view() == "ren");

// IP_LOCAL_PORT_RANGE: the first port in the lower 16 bits, the last in the upper (ip(7)).

static_assert(form<port_range>::encode({.first = 0x1234, .last = 0x5678}) == 0x56781234);
static_assert(form<port_range>::decode(0x56781234) == port_range{.first = 0x1234, .last = 0x5678});

// IP_UNICAST_IF, IPV6_UNICAST_IF: an index in network byte order (ip(7)). SO_BINDTOIFINDEX: an
// index in host byte order.

using four_bytes = std::array<unsigned char, 4>;
static_assert(std::bit_cast<four_bytes>(form<outgoing_interface>::encode(
                  interface_index(0x01020304))) == four_bytes{1, 2, 3, 4});
static_assert(form<outgoing_interface>::decode(std::bit_cast<std::uint32_t>(four_bytes{1, 2, 3, 4}))
                  .index()
                  .number() == 0x01020304);
static_assert(form<interface_index>::encode(interface_index(0x01020304)) == 0x01020304);
static_assert(form<interface_index>::decode(0x01020304).number() == 0x01020304);

// ICMP6_FILTER: struct icmp6_filter. ICMP6_FILTER_SETBLOCK sets the bit of a type, which blocks it.

static_assert(has_size_of<icmpv6_types, ::icmp6_filter>);
static_assert(offsetof(icmpv6_types, bits) == offsetof(::icmp6_filter, icmp6_filt));
consteval ::icmp6_filter blocking_two(unsigned one, unsigned other) {
    ::icmp6_filter filter{};
    ICMP6_FILTER_SETBLOCK(one, &filter);
    ICMP6_FILTER_SETBLOCK(other, &filter);
    return filter;
}
static_assert(std::bit_cast<icmpv6_types>(blocking_two(0, 135)) ==
              icmpv6_types().with(0).with(135));
static_assert(std::bit_cast<icmpv6_types>(blocking_two(31, 32)).has(31));
static_assert(std::bit_cast<icmpv6_types>(blocking_two(31, 32)).has(32));
static_assert(!std::bit_cast<icmpv6_types>(blocking_two(31, 32)).has(33));
static_assert(form<icmpv6_types>::encode(icmpv6_types().with(135)).bits[4] == std::uint32_t{1}
                                                                                  << 7);
static_assert(form<icmpv6_types>::decode({{0, 0, 0, 0, 128, 0, 0, 0}}).has(135));

// ICMP_FILTER: struct icmp_filter, a number of 32 bits (kernel.cpp). The bit with the number of a
// type blocks the type (raw(7)).

static_assert(sizeof(icmp_types) == 4 && std::same_as<decltype(icmp_types::bits), std::uint32_t>);
static_assert(form<icmp_types>::encode(icmp_types().with(ICMP_ECHO)).bits == 1U << 8);
static_assert(form<icmp_types>::decode({1U << 8}).has(ICMP_ECHO) &&
              !form<icmp_types>::decode({1U << 8}).has(ICMP_ECHOREPLY));

// TCP_FASTOPEN_KEY: 16 bytes (TCP_FASTOPEN_KEY_LENGTH, tcp(7)), in their order.

static_assert(sizeof(fast_open_secret) == 16);
static_assert(std::bit_cast<std::array<unsigned char, 16>>(
                  form<fast_open_secret>::encode({{1, 2, 3, 4}}))[is_little_endian ? 4 : 7] == 2);
static_assert(form<fast_open_secret>::decode({{1, 2, 3, 4}}).words[3] == 4);

// TCP_REPAIR_QUEUE: enum { TCP_NO_QUEUE, … } of <linux/tcp.h>.

static_assert(static_cast<int>(repaired_queue::none) == kernel::tcp_no_queue);
static_assert(static_cast<int>(repaired_queue::receiving) == kernel::tcp_recv_queue);
static_assert(static_cast<int>(repaired_queue::sending) == kernel::tcp_send_queue);

// UDP_ENCAP: UDP_ENCAP_ESPINUDP_NON_IKE and UDP_ENCAP_ESPINUDP of <linux/udp.h>.

static_assert(static_cast<int>(udp_encapsulation::none) == 0);
#ifdef UDP_ENCAP_ESPINUDP
static_assert(static_cast<int>(udp_encapsulation::ipsec_without_ike) == UDP_ENCAP_ESPINUDP_NON_IKE);
static_assert(static_cast<int>(udp_encapsulation::ipsec) == UDP_ENCAP_ESPINUDP);
#endif

// IP_MTU_DISCOVER, IPV6_MTU_DISCOVER: IP_PMTUDISC_* and IPV6_PMTUDISC_* are the same numbers.

#ifdef IP_PMTUDISC_OMIT
constexpr int number_of(path_mtu_discovery_mode mode) {
    return static_cast<int>(mode);
}
static_assert(number_of(path_mtu_discovery_mode::never) == IP_PMTUDISC_DONT);
static_assert(number_of(path_mtu_discovery_mode::by_route) == IP_PMTUDISC_WANT);
static_assert(number_of(path_mtu_discovery_mode::always) == IP_PMTUDISC_DO);
static_assert(number_of(path_mtu_discovery_mode::probe) == IP_PMTUDISC_PROBE);
static_assert(number_of(path_mtu_discovery_mode::interface_size) == IP_PMTUDISC_INTERFACE);
static_assert(number_of(path_mtu_discovery_mode::interface_or_fragment) == IP_PMTUDISC_OMIT);
#ifdef IPV6_PMTUDISC_OMIT
static_assert(IPV6_PMTUDISC_DONT == IP_PMTUDISC_DONT && IPV6_PMTUDISC_WANT == IP_PMTUDISC_WANT);
static_assert(IPV6_PMTUDISC_DO == IP_PMTUDISC_DO && IPV6_PMTUDISC_PROBE == IP_PMTUDISC_PROBE);
static_assert(IPV6_PMTUDISC_INTERFACE == IP_PMTUDISC_INTERFACE &&
              IPV6_PMTUDISC_OMIT == IP_PMTUDISC_OMIT);
#endif
#endif

// SO_PEERCRED: struct ucred. SO_PEERGROUPS: an array of gid_t.

#ifdef TENON_HAS_SO_PEERCRED
static_assert(form<credentials>::encode({.process = 1, .user = 2, .group = 3}).pid == 1);
static_assert(form<credentials>::encode({.process = 1, .user = 2, .group = 3}).uid == 2);
static_assert(form<credentials>::encode({.process = 1, .user = 2, .group = 3}).gid == 3);
static_assert(form<credentials>::decode({.pid = 1, .uid = 2, .gid = 3}) ==
              credentials{.process = 1, .user = 2, .group = 3});
#endif
static_assert(
    std::same_as<decltype(form<group_list>::type::groups), ::gid_t[group_list::capacity]>);
static_assert(sizeof(form<group_list>::type) == sizeof(::gid_t[256]));
static_assert(form<group_list>::decode({{10, 20, 30}}, 2 * sizeof(::gid_t)).size() == 2);
static_assert(form<group_list>::decode({{10, 20, 30}}, 2 * sizeof(::gid_t))[1] == 20);

// IP_MULTICAST_IF: struct ip_mreqn, whose first member, the group, is ignored (ip(7)).
// IPV6_MULTICAST_IF: an int; the system reads only as many bytes as an int has (ipv6(7)).

using way = form<multicast_outgoing_interface>::type;
#if defined(__linux__)
static_assert(has_size_of<way, ::ip_mreqn>);
static_assert(offsetof(way, ipv4_address) == offsetof(::ip_mreqn, imr_address));
static_assert(offsetof(way, ipv4_index) == offsetof(::ip_mreqn, imr_ifindex));
static_assert(
    std::bit_cast<::ip_mreqn>(form<multicast_outgoing_interface>::encode(interface_index(7)))
        .imr_ifindex == 7);
static_assert(
    std::bit_cast<::ip_mreqn>(form<multicast_outgoing_interface>::encode(interface_index(7)))
        .imr_address.s_addr == INADDR_ANY);
#endif
static_assert(offsetof(way, ipv6_index) == 0 && std::same_as<decltype(way::ipv6_index), int>);
static_assert(std::bit_cast<std::array<int, 3>>(
                  form<multicast_outgoing_interface>::encode(interface_index(7)))[0] == 7);
static_assert(form<multicast_outgoing_interface>::decode(std::bit_cast<way>(std::array<int, 3>{5, 6,
                                                                                               7}))
                  .index()
                  .number() == 5);

#if defined(__linux__) && __has_include(<linux/filter.h>)

// SO_TXTIME: struct sock_txtime and its flags.

using txtime = form<transmit_clock>::type;
static_assert(has_size_of<txtime, ::sock_txtime>);
static_assert(offsetof(txtime, clock) == offsetof(::sock_txtime, clockid));
static_assert(offsetof(txtime, flags) == offsetof(::sock_txtime, flags));
consteval ::sock_txtime encoded(transmit_clock clock) {
    return std::bit_cast<::sock_txtime>(form<transmit_clock>::encode(clock));
}
static_assert(encoded({.clock = 11}).clockid == 11 && encoded({.clock = 11}).flags == 0);
static_assert(encoded({.as_deadlines = true}).flags == SOF_TXTIME_DEADLINE_MODE);
static_assert(encoded({.report_errors = true}).flags == SOF_TXTIME_REPORT_ERRORS);
consteval transmit_clock decoded(int clock, unsigned flags) {
    return form<transmit_clock>::decode(std::bit_cast<txtime>(::sock_txtime{clock, flags}));
}
static_assert(decoded(11, SOF_TXTIME_DEADLINE_MODE) == transmit_clock{11, true, false});
static_assert(decoded(11, SOF_TXTIME_REPORT_ERRORS) == transmit_clock{11, false, true});

// SO_MEMINFO: an array of numbers with the indexes SK_MEMINFO_*.

static_assert(sizeof(memory_use) == SK_MEMINFO_DROPS * 4 + 4);
consteval memory_use counted() {
    std::array<std::uint32_t, 9> numbers{};
    for (std::uint32_t index = 0; index != numbers.size(); ++index)
        numbers[index] = index + 100;
    return form<memory_use>::decode(std::bit_cast<memory_use>(numbers));
}
static_assert(counted().received == SK_MEMINFO_RMEM_ALLOC + 100);
static_assert(counted().receive_buffer_size == SK_MEMINFO_RCVBUF + 100);
static_assert(counted().being_sent == SK_MEMINFO_WMEM_ALLOC + 100);
static_assert(counted().send_buffer_size == SK_MEMINFO_SNDBUF + 100);
static_assert(counted().reserved == SK_MEMINFO_FWD_ALLOC + 100);
static_assert(counted().queued_to_send == SK_MEMINFO_WMEM_QUEUED + 100);
static_assert(counted().for_options == SK_MEMINFO_OPTMEM + 100);
static_assert(counted().backlog == SK_MEMINFO_BACKLOG + 100);
static_assert(counted().dropped == SK_MEMINFO_DROPS + 100);

// SO_ATTACH_FILTER, SO_ATTACH_REUSEPORT_CBPF: struct sock_fprog, and struct sock_filter.

using program = form<filter_program>::type;
static_assert(has_size_of<filter_instruction, ::sock_filter> && has_size_of<program, ::sock_fprog>);
static_assert(offsetof(program, size) == offsetof(::sock_fprog, len) &&
              sizeof(program::size) == sizeof(::sock_fprog::len));
static_assert(offsetof(program, instructions) == offsetof(::sock_fprog, filter));
consteval ::sock_filter as_system_filter(filter_instruction instruction) {
    return std::bit_cast<::sock_filter>(instruction);
}
static_assert(as_system_filter({.code = 0x1234}).code == 0x1234 &&
              as_system_filter({.jump_if_true = 1}).jt == 1);
static_assert(as_system_filter({.jump_if_false = 2}).jf == 2 &&
              as_system_filter({.operand = 0x12345678}).k == 0x12345678);
constexpr filter_instruction two_instructions[] = {{.code = BPF_LD}, {.code = BPF_RET}};
static_assert(form<filter_program>::encode(two_instructions).size == 2);
static_assert(form<filter_program>::encode(two_instructions).instructions == two_instructions);

// SO_TIMESTAMPING: SOF_TIMESTAMPING_*.

consteval unsigned bits_of(timestamping_flags flags) {
    return static_cast<unsigned>(options::timestamping(flags).encode());
}
static_assert(bits_of(timestamping_flags::none) == 0);
static_assert(bits_of(timestamping_flags::sent_by_hardware) == SOF_TIMESTAMPING_TX_HARDWARE);
static_assert(bits_of(timestamping_flags::sent_by_software) == SOF_TIMESTAMPING_TX_SOFTWARE);
static_assert(bits_of(timestamping_flags::received_by_hardware) == SOF_TIMESTAMPING_RX_HARDWARE);
static_assert(bits_of(timestamping_flags::received_by_software) == SOF_TIMESTAMPING_RX_SOFTWARE);
static_assert(bits_of(timestamping_flags::report_software) == SOF_TIMESTAMPING_SOFTWARE);
static_assert(bits_of(timestamping_flags::report_hardware) == SOF_TIMESTAMPING_RAW_HARDWARE);
static_assert(bits_of(timestamping_flags::numbered) == SOF_TIMESTAMPING_OPT_ID);
static_assert(bits_of(timestamping_flags::scheduled) == SOF_TIMESTAMPING_TX_SCHED);
static_assert(bits_of(timestamping_flags::acknowledged) == SOF_TIMESTAMPING_TX_ACK);
static_assert(bits_of(timestamping_flags::with_packet_info) == SOF_TIMESTAMPING_OPT_CMSG);
static_assert(bits_of(timestamping_flags::stamp_only) == SOF_TIMESTAMPING_OPT_TSONLY);
static_assert(bits_of(timestamping_flags::with_statistics) == SOF_TIMESTAMPING_OPT_STATS);
static_assert(bits_of(timestamping_flags::with_interface) == SOF_TIMESTAMPING_OPT_PKTINFO);
static_assert(bits_of(timestamping_flags::both_when_sent) == SOF_TIMESTAMPING_OPT_TX_SWHW);
static_assert(options::timestamping::decode(SOF_TIMESTAMPING_OPT_ID) ==
              timestamping_flags::numbered);

#endif

}  // namespace
}  // namespace pins
