// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/ip.hpp>
#include <tenon/options/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon::inline v0::options {

/// ICMP on a raw socket over the version of IP that it belongs to.
template <int Domain, int Number>
struct on_icmp {
    template <class Protocol, class Family>
    static constexpr bool applies_to = in_domain<Family, Domain> && speaks<Protocol, Family>(SOCK_RAW, Number);
};

/// Types of ICMP messages that do not come; of those above 31 all do.
struct icmp_types {
    std::uint32_t bits = 0;

    [[nodiscard]] constexpr bool has(std::uint8_t type) const noexcept { return type < 32 && (bits >> type & 1U) != 0; }
    [[nodiscard]] constexpr icmp_types with(std::uint8_t type) const noexcept {
        return {type < 32 ? bits | std::uint32_t{1} << type : bits};
    }
    friend constexpr bool operator==(const icmp_types&, const icmp_types&) noexcept = default;
};

/// Types of ICMPv6 messages that do not come (RFC 3542, section 3.2).
struct icmpv6_types {
    std::uint32_t bits[8] = {};

    [[nodiscard]] constexpr bool has(std::uint8_t type) const noexcept { return (bits[type >> 5] >> (type & 31) & 1U) != 0; }
    [[nodiscard]] constexpr icmpv6_types with(std::uint8_t type) const noexcept {
        icmpv6_types more = *this;
        more.bits[type >> 5] |= std::uint32_t{1} << (type & 31);
        return more;
    }
    [[nodiscard]] constexpr icmpv6_types without(std::uint8_t type) const noexcept {
        icmpv6_types fewer = *this;
        fewer.bits[type >> 5] &= ~(std::uint32_t{1} << (type & 31));
        return fewer;
    }
    [[nodiscard]] static constexpr icmpv6_types all() noexcept {
        icmpv6_types types;
        for (std::uint32_t& word : types.bits)
            word = 0xFFFFFFFF;
        return types;
    }
    friend constexpr bool operator==(const icmpv6_types&, const icmpv6_types&) noexcept = default;
};

}  // namespace tenon::inline v0::options

template <>
struct tenon::option_representation<tenon::options::icmp_types> : tenon::represented_by_itself<tenon::options::icmp_types> {};
template <>
struct tenon::option_representation<tenon::options::icmpv6_types> : tenon::represented_by_itself<tenon::options::icmpv6_types> {
};

namespace tenon::inline v0::options {

using on_icmp_ipv4 = on_icmp<AF_INET, IPPROTO_ICMP>;
using on_icmp_ipv6 = on_icmp<AF_INET6, IPPROTO_ICMPV6>;
/// Raw sockets over IPv6 but ICMPv6, of which the system makes the checksums itself.
struct on_raw_ipv6_checksum {
    template <class Protocol, class Family>
    static constexpr bool applies_to = on_raw_ipv6::applies_to<Protocol, Family> && !on_icmp_ipv6::applies_to<Protocol, Family>;
};

// clang-format off

#ifdef TENON_ICMP_FILTER
/// ICMP_FILTER: types of messages that do not come (raw(7)).
struct icmp_filter : option_at<icmp_types, TENON_SOL_RAW, on_icmp_ipv4> { using option_at::option_at; static constexpr int name = TENON_ICMP_FILTER; };
#endif

#ifdef TENON_ICMPV6_FILTER
/// ICMP6_FILTER: types of messages that do not come (RFC 3542, section 3.2).
struct icmpv6_filter : option_at<icmpv6_types, IPPROTO_ICMPV6, on_icmp_ipv6> { using option_at::option_at; static constexpr int name = TENON_ICMPV6_FILTER; };
#endif

/// IPV6_CHECKSUM: where in a packet its checksum stands, an even number of bytes; the system makes and checks it. -1 is
/// nowhere (RFC 3542, section 3.1).
struct checksum_offset : option_at<int, IPPROTO_IPV6, on_raw_ipv6_checksum> { using option_at::option_at; static constexpr int name = IPV6_CHECKSUM; };

#ifdef IP_ROUTER_ALERT
/// IP_ROUTER_ALERT, IPV6_ROUTER_ALERT: packets that ask routers to look at them come too, where this machine is one
/// (RFC 2113, RFC 2711). IPv4: 1 or 0; IPv6: the number of the kind of alert, -1 for none.
struct router_alert : option_of_versions<int, on_all_of<on_one_ip, on_raw>> {
    using option_of_versions::option_of_versions;
    template <class Family>
    static constexpr int name = of_version<Family>(IP_ROUTER_ALERT, IPV6_ROUTER_ALERT);
    static constexpr bool set_only = true;
};
#endif

// clang-format on

}  // namespace tenon::inline v0::options
