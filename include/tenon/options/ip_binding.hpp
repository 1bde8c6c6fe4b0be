// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/address/interface_index.hpp>
#include <tenon/base/byte_order.hpp>
#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The ports that the system may choose from: the first and the last; two times 0 leaves it to the system.
struct port_range {
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    friend constexpr bool operator==(const port_range&, const port_range&) noexcept = default;
};
/// An interface, in network byte order.
class outgoing_interface {
public:
    constexpr outgoing_interface() noexcept = default;
    constexpr outgoing_interface(interface_index chosen) noexcept : index_(chosen) {}

    [[nodiscard]] constexpr interface_index index() const noexcept { return index_; }
    friend constexpr bool operator==(const outgoing_interface&, const outgoing_interface&) noexcept = default;

private:
    interface_index index_;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::port_range> {
    using type = std::uint32_t;
    static constexpr std::uint32_t encode(const options::port_range& value) noexcept {
        return std::uint32_t{value.last} << 16 | value.first;
    }
    static constexpr options::port_range decode(std::uint32_t given) noexcept {
        return {static_cast<std::uint16_t>(given), static_cast<std::uint16_t>(given >> 16)};
    }
};
template <>
struct tenon::option_representation<tenon::options::outgoing_interface> {
    using type = std::uint32_t;
    static constexpr std::uint32_t encode(const options::outgoing_interface& value) noexcept {
        return network_order(std::uint32_t{value.index().number()});
    }
    static constexpr options::outgoing_interface decode(std::uint32_t given) noexcept {
        return interface_index(network_order(given));
    }
};

namespace tenon {
inline namespace v0 {
namespace options {

// What a socket may be bound to, and what it then uses: ip(7), ipv6(7).

#ifdef IPV6_FREEBIND
/// IP_FREEBIND, IPV6_FREEBIND: an address may be bound that the machine does not have yet (ip(7)).
using free_bind = option_of_versions<bool, IP_FREEBIND, IPV6_FREEBIND, on_one_ip>;
#endif

#ifdef IPV6_TRANSPARENT
/// IP_TRANSPARENT, IPV6_TRANSPARENT: a foreign address may be bound, for proxies; needs CAP_NET_ADMIN or CAP_NET_RAW (ip(7)).
using transparent = option_of_versions<bool, IP_TRANSPARENT, IPV6_TRANSPARENT, on_one_ip>;
#endif

#ifdef IP_BIND_ADDRESS_NO_PORT
/// IP_BIND_ADDRESS_NO_PORT: binding to port 0 binds the address alone; the port is chosen when connecting (ip(7)).
/// Both versions have it at the level of IPv4.
using bind_address_no_port = option<bool, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, set_before_bind<on_ports>>;
#endif

#ifdef TENON_IP_LOCAL_PORT_RANGE
/// IP_LOCAL_PORT_RANGE: the ports among which the system chooses (Linux 6.3). Both versions have it at the level of IPv4.
using local_port_range = option<port_range, IPPROTO_IP, TENON_IP_LOCAL_PORT_RANGE, on_ports>;
#endif

#ifdef IPV6_UNICAST_IF
/// IP_UNICAST_IF, IPV6_UNICAST_IF: the interface for packets to one receiver, where the routes leave a choice (ip(7)).
using unicast_interface = option_of_versions<outgoing_interface, IP_UNICAST_IF, IPV6_UNICAST_IF, on_one_ip>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
