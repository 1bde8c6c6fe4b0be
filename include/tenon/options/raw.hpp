// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/ip.hpp>
#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// ICMP on a raw socket over the version of IP that it belongs to.
template <int Domain, int Number>
struct on_icmp {
    template <class Protocol, class Family>
    static constexpr bool applies_to = in_domain<Family, Domain> && speaks<Protocol, Family>(SOCK_RAW, Number);
};

/// Types of ICMP messages that do not come; of those above 31 all do.
struct icmp_types {
    std::uint32_t bits = 0;

    /// Whether messages of the type do not come.
    [[nodiscard]] constexpr bool has(std::uint8_t number) const noexcept { return number < 32 && (bits >> number & 1U) != 0; }
    /// These and one more.
    [[nodiscard]] constexpr icmp_types with(std::uint8_t number) const noexcept {
        return {number < 32 ? bits | std::uint32_t{1} << number : bits};
    }
    friend constexpr bool operator==(const icmp_types&, const icmp_types&) noexcept = default;
};

/// Types of ICMPv6 messages that do not come (RFC 3542, section 3.2).
struct icmpv6_types {
    std::uint32_t bits[8] = {};

    /// Whether messages of the type do not come.
    [[nodiscard]] constexpr bool has(std::uint8_t number) const noexcept {
        return (bits[number >> 5] >> (number & 31) & 1U) != 0;
    }
    /// These and one more.
    [[nodiscard]] constexpr icmpv6_types with(std::uint8_t number) const noexcept {
        icmpv6_types more = *this;
        more.bits[number >> 5] |= std::uint32_t{1} << (number & 31);
        return more;
    }
    /// These but one.
    [[nodiscard]] constexpr icmpv6_types without(std::uint8_t number) const noexcept {
        icmpv6_types fewer = *this;
        fewer.bits[number >> 5] &= ~(std::uint32_t{1} << (number & 31));
        return fewer;
    }
    /// Every type.
    [[nodiscard]] static constexpr icmpv6_types all() noexcept {
        icmpv6_types types;
        for (std::uint32_t& word : types.bits)
            word = 0xFFFFFFFF;
        return types;
    }
    friend constexpr bool operator==(const icmpv6_types&, const icmpv6_types&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::icmp_types> : tenon::represented_by_itself<tenon::options::icmp_types> {};
template <>
struct tenon::option_representation<tenon::options::icmpv6_types> : tenon::represented_by_itself<tenon::options::icmpv6_types> {
};

namespace tenon {
inline namespace v0 {
namespace options {

/// ICMP for IPv4, on a raw socket.
using on_icmp_ipv4 = on_icmp<AF_INET, IPPROTO_ICMP>;
/// ICMP for IPv6, on a raw socket.
using on_icmp_ipv6 = on_icmp<AF_INET6, IPPROTO_ICMPV6>;
/// Raw sockets over IPv6 but ICMPv6, of which the system makes the checksums itself.
struct on_raw_ipv6_checksum {
    template <class Protocol, class Family>
    static constexpr bool applies_to = on_raw_ipv6::applies_to<Protocol, Family> && !on_icmp_ipv6::applies_to<Protocol, Family>;
};

#ifdef TENON_ICMP_FILTER
/// ICMP_FILTER: types of messages that do not come (raw(7)).
using icmp_filter = option<icmp_types, TENON_SOL_RAW, TENON_ICMP_FILTER, on_icmp_ipv4>;
#endif

#ifdef TENON_ICMPV6_FILTER
/// ICMP6_FILTER: types of messages that do not come (RFC 3542, section 3.2).
using icmpv6_filter = option<icmpv6_types, IPPROTO_ICMPV6, TENON_ICMPV6_FILTER, on_icmp_ipv6>;
#endif

/// IPV6_CHECKSUM: where in a packet its checksum stands, an even number of bytes; the system makes and checks it. -1 is
/// nowhere (RFC 3542, section 3.1).
using checksum_offset = option<int, IPPROTO_IPV6, IPV6_CHECKSUM, on_raw_ipv6_checksum>;

#ifdef IP_ROUTER_ALERT
/// IP_ROUTER_ALERT, IPV6_ROUTER_ALERT: packets that ask routers to look at them come too, where this machine is one
/// (RFC 2113, RFC 2711). IPv4: 1 or 0; IPv6: the number of the kind of alert, -1 for none.
using router_alert = option_of_versions<int, IP_ROUTER_ALERT, IPV6_ROUTER_ALERT, write_only<on_all_of<on_one_ip, on_raw>>>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
