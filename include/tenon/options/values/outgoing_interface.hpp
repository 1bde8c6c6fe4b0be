// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/address/interface_index.hpp>
#include <tenon/base/byte_order.hpp>
#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The interface by which packets leave, for options that take its index in network byte order
/// (IP_UNICAST_IF, IPV6_UNICAST_IF).
class outgoing_interface {
public:
    constexpr outgoing_interface() noexcept = default;
    constexpr outgoing_interface(interface_index chosen) noexcept : index_(chosen) {}

    [[nodiscard]] constexpr interface_index index() const noexcept { return index_; }
    friend constexpr bool operator==(const outgoing_interface&,
                                     const outgoing_interface&) noexcept = default;

private:
    interface_index index_;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

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
