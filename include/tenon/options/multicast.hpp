// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/address/interface_index.hpp>
#include <tenon/options/machinery/option.hpp>
#include <tenon/options/socket.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The interface by which messages to groups leave.
class multicast_way {
public:
    constexpr multicast_way() noexcept = default;
    constexpr multicast_way(interface_index chosen) noexcept : index_(chosen) {}

    [[nodiscard]] constexpr interface_index index() const noexcept { return index_; }
    friend constexpr bool operator==(const multicast_way&, const multicast_way&) noexcept = default;

private:
    interface_index index_;
};
/// Sockets without a connection over IPv6.
using on_ipv6_groups = on_all_of<on_ipv6, on_connectionless>;
/// Sockets without a connection over one version of IP.
using on_groups = on_all_of<on_one_ip, on_connectionless>;
/// IPv4 tells the address that was chosen, and not the interface.
struct on_multicast_interface : on_groups {
    template <class Family>
    static constexpr bool readable_over = in_domain<Family, AF_INET6>;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

/// IPv6 reads the first number, and IPv4 the third: it takes a `struct ip_mreqn`, whose first member it leaves alone here.
template <>
struct tenon::option_representation<tenon::options::multicast_way> {
    struct type {
        int ipv6_index;
        std::uint32_t ipv4_address;
        int ipv4_index;
    };
    static constexpr type encode(const options::multicast_way& value) noexcept {
        const int index = static_cast<int>(value.index().number());
        return {index, 0, index};
    }
    static constexpr options::multicast_way decode(const type& given) noexcept {
        return interface_index(static_cast<unsigned>(given.ipv6_index));
    }
};

namespace tenon {
inline namespace v0 {
namespace options {

// How messages to groups are sent, and which are heard: ip(7), ipv6(7). Groups are joined by members of the socket.

#ifdef TENON_HAS_WIDE_IP_MULTICAST
/// IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP: what is sent to a group is also heard on this machine (ip(7), ipv6(7)).
using multicast_loop = option_of_versions<bool, IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP, on_groups>;
#endif

#ifdef TENON_HAS_IP_MULTICAST_IF
/// IP_MULTICAST_IF, IPV6_MULTICAST_IF: the interface by which messages to groups leave (ip(7), ipv6(7)). IPv4 does not tell it.
using multicast_interface = option_of_versions<multicast_way, IP_MULTICAST_IF, IPV6_MULTICAST_IF, on_multicast_interface>;
#endif

#ifdef IPV6_MULTICAST_ALL
/// IP_MULTICAST_ALL, IPV6_MULTICAST_ALL: messages to groups that only other sockets have joined are heard too (ip(7); for IPv6
/// Linux 4.20).
using multicast_all = option_of_versions<bool, IP_MULTICAST_ALL, IPV6_MULTICAST_ALL, on_groups>;
#endif

#ifdef TENON_HAS_WIDE_IP_MULTICAST
/// IP_MULTICAST_TTL: the time to live of messages to groups, 0 to 255 hops; -1 is the default, 1 (ip(7)).
using multicast_time_to_live = option<int, IPPROTO_IP, IP_MULTICAST_TTL, on_ipv4_messages>;
#endif

/// IPV6_MULTICAST_HOPS: the hop limit of messages to groups, 0 to 255 hops; -1 is the default, 1 (ipv6(7)).
using multicast_hops = option<int, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, on_ipv6_groups>;

}  // namespace options
}  // namespace v0
}  // namespace tenon
