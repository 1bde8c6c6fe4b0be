// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/address/interface_index.hpp>
#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The interface by which messages to multicast groups leave.
class multicast_outgoing_interface {
public:
    constexpr multicast_outgoing_interface() noexcept = default;
    constexpr multicast_outgoing_interface(interface_index chosen) noexcept : index_(chosen) {}

    [[nodiscard]] constexpr interface_index index() const noexcept { return index_; }
    friend constexpr bool operator==(const multicast_outgoing_interface&,
                                     const multicast_outgoing_interface&) noexcept = default;

private:
    interface_index index_;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

/// One representation for both versions of IP. IPv6 reads only the first member, the index. IPv4
/// reads a struct ip_mreqn: the first member is a group, which it ignores for this option, and the
/// third is the index.
template <>
struct tenon::option_representation<tenon::options::multicast_outgoing_interface> {
    struct type {
        int ipv6_index;
        std::uint32_t ipv4_address;
        int ipv4_index;
    };
    static constexpr type encode(const options::multicast_outgoing_interface& value) noexcept {
        const int index = static_cast<int>(value.index().number());
        return {index, 0, index};
    }
    static constexpr options::multicast_outgoing_interface decode(const type& given) noexcept {
        return interface_index(static_cast<unsigned>(given.ipv6_index));
    }
};
