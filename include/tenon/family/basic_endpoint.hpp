// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include <tenon/base/address_of.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// An endpoint over the system's `SocketAddress`, whose length is fixed and whose first member is the family's number: all
/// that a family of one's own needs. Fill in `native()`; it starts as zeros with the family set.
template <class Family, class SocketAddress>
    requires std::is_trivially_copyable_v<SocketAddress>
class basic_endpoint {
public:
    using family = Family;

    basic_endpoint() noexcept {
        constexpr auto number = static_cast<family_number>(Family::domain);
        std::memcpy(reinterpret_cast<unsigned char*>(detail::address_of(address_)) + family_offset, &number, sizeof number);
    }
    explicit basic_endpoint(const SocketAddress& address) noexcept : address_(address) {}

    [[nodiscard]] SocketAddress& native() noexcept { return address_; }
    [[nodiscard]] const SocketAddress& native() const noexcept { return address_; }

    [[nodiscard]] os::socket_address* data() noexcept {
        return reinterpret_cast<os::socket_address*>(detail::address_of(address_));
    }
    [[nodiscard]] const os::socket_address* data() const noexcept {
        return reinterpret_cast<const os::socket_address*>(detail::address_of(address_));
    }
    [[nodiscard]] static constexpr os::address_length size() noexcept { return sizeof(SocketAddress); }
    [[nodiscard]] static constexpr os::address_length capacity() noexcept { return sizeof(SocketAddress); }

    /// Whether what the system wrote is an address of this family; it has `length` bytes.
    [[nodiscard]] bool resize(os::address_length length) const noexcept {
        family_number number;
        std::memcpy(&number, reinterpret_cast<const unsigned char*>(detail::address_of(address_)) + family_offset,
                    sizeof number);
        return length == size() && number == Family::domain;
    }

    /// The same bytes. A family whose addresses have bytes that do not count compares its own way in a derived class.
    [[nodiscard]] friend bool operator==(const basic_endpoint& left, const basic_endpoint& right) noexcept {
        const auto* const one = reinterpret_cast<const unsigned char*>(detail::address_of(left.address_));
        const auto* const other = reinterpret_cast<const unsigned char*>(detail::address_of(right.address_));
        for (unsigned index = 0; index != sizeof(SocketAddress); ++index)
            if (one[index] != other[index])
                return false;
        return true;
    }

private:
    // Byte by byte: the address may be shorter than a `sockaddr` (sockaddr_nl is), and is not one.
    using family_number = decltype(os::socket_address::sa_family);
    static constexpr std::size_t family_offset = offsetof(os::socket_address, sa_family);

    SocketAddress address_ = {};
};

}  // namespace v0
}  // namespace tenon
