// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <tenon/base/address_of.hpp>
#include <tenon/base/byte_order.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/framing/message_limit.hpp>

namespace tenon {
inline namespace v0 {

/// \concept length_integer
/// An unsigned integer that can be the length of a message on the wire.
/// What the compiler cannot check: nothing. Models: `std::uint16_t`. Near misses: `int`; `bool`.
template <class Integer>
concept length_integer = std::unsigned_integral<Integer> && !std::same_as<Integer, bool> &&
                         sizeof(Integer) <= sizeof(std::uint64_t);

/// The length of the message as an integer of 1, 2, 4 or 8 bytes, most significant byte first
/// unless `Order` says otherwise, and the message. The length does not count itself; for lengths
/// that do, and for other sizes and places of the length, see `length_field`.
///
/// A length that exceeds the limit fails before the message arrives.
template <length_integer Integer, std::endian Order = std::endian::big>
class length_prefix {
public:
    constexpr explicit length_prefix(std::size_t limit = default_message_limit) noexcept
        : limit_(limit < greatest ? limit : greatest) {}

    [[gnu::always_inline]] result<frame> decode(mutable_bytes arrived, bool) const noexcept {
        if (arrived.size() < sizeof(Integer)) [[unlikely]]
            return frame::needs(sizeof(Integer));
        Integer length;
        std::memcpy(detail::address_of(length), arrived.data(), sizeof length);
        length = on_the_wire(length);
        if (length > limit_) [[unlikely]]
            return frame::exceeds(detail::saturated(length), limit_);
        return frame::of(sizeof(Integer), static_cast<std::size_t>(length));
    }
    [[gnu::always_inline]] result<void> encode(const outgoing& message,
                                               outbox& out) const noexcept {
        if (message.size() > limit_) [[unlikely]]
            return failure(errc::message_too_long);
        out.bytes_of(on_the_wire(static_cast<Integer>(message.size())));
        tenon::refer_all(message, out);
        return {};
    }

private:
    /// The greatest limit that the integer can represent.
    static constexpr std::size_t greatest =
        detail::reduced_limit(detail::saturated(static_cast<Integer>(-1)));

    /// Converts between the order of the machine and that of the wire, either way.
    [[nodiscard]] static constexpr Integer on_the_wire(Integer length) noexcept {
        if constexpr (Order == std::endian::native) {
            return length;
        } else if constexpr (std::endian::native == std::endian::little) {
            return tenon::network_order(length);
        } else {
            Integer reversed = 0;
            for (std::size_t index = 0; index != sizeof length; ++index)
                reversed |= static_cast<Integer>((length >> (8 * index) & 0xFF)
                                                 << (8 * (sizeof length - 1 - index)));
            return reversed;
        }
    }

    std::size_t limit_;
};

static_assert(codec<length_prefix<std::uint32_t>>);

}  // namespace v0
}  // namespace tenon
