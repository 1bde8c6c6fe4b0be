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

/// An endpoint for a family of the user's own. It holds the system's `SocketAddress`, a type of
/// fixed length that begins like a `sockaddr`. Fill in `native()`: it starts as zeros with the
/// number of the family set.
template <class Family, class SocketAddress>
    requires std::is_trivially_copyable_v<SocketAddress>
class basic_endpoint {
public:
    using family = Family;

    basic_endpoint() noexcept {
        constexpr auto number = static_cast<family_number>(Family::domain);
        std::memcpy(reinterpret_cast<unsigned char*>(detail::address_of(address_)) + family_offset,
                    &number, sizeof number);
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
    [[nodiscard]] static constexpr os::address_length size() noexcept {
        return sizeof(SocketAddress);
    }
    [[nodiscard]] static constexpr os::address_length capacity() noexcept {
        return sizeof(SocketAddress);
    }

    /// Returns whether the `length` bytes that the system wrote are an address of this family.
    [[nodiscard]] bool resize(os::address_length length) const noexcept {
        family_number number;
        std::memcpy(
            &number,
            reinterpret_cast<const unsigned char*>(detail::address_of(address_)) + family_offset,
            sizeof number);
        return length == size() && number == Family::domain;
    }

    /// Compares all bytes. If some bytes of an address do not count, derive a class with its own
    /// `operator==`.
    [[nodiscard]] friend bool operator==(const basic_endpoint& left,
                                         const basic_endpoint& right) noexcept {
        const auto* const one =
            reinterpret_cast<const unsigned char*>(detail::address_of(left.address_));
        const auto* const other =
            reinterpret_cast<const unsigned char*>(detail::address_of(right.address_));
        for (unsigned index = 0; index != sizeof(SocketAddress); ++index)
            if (one[index] != other[index])
                return false;
        return true;
    }

private:
    // Accessed byte by byte: a `SocketAddress` is not a `sockaddr`, and may be shorter, as
    // `sockaddr_nl` is.
    using family_number = decltype(os::socket_address::sa_family);
    static constexpr std::size_t family_offset = offsetof(os::socket_address, sa_family);

    SocketAddress address_ = {};
};

}  // namespace v0
}  // namespace tenon
