// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/framing/message_limit.hpp>

namespace tenon {
inline namespace v0 {

/// Frames that begin with a head in which there is a length: of any size, anywhere in the head, and
/// counting what the protocol lets it count. A codec is described by its members:
///
///     // A type of one byte, and then a length of three bytes, which counts itself and the type.
///     // The type is a part of the message.
///     length_field{.offset = 1, .size = 3, .adjustment = -4, .skip = 0}
///
/// Where the length is all of the head and counts the message alone, use `length_prefix`.
///
/// What is received can be sent as it is: if the length is a part of the message, the codec
/// replaces it by the true one. Bytes of the head that are no part of the message are sent as zeros
/// and ignored when they are received.
///
/// A length that exceeds the limit fails with `errc::message_too_long` before the message arrives;
/// one that ends the frame in its head, or before the message, with `errc::malformed_message`. With
/// a `size` that is not 1 to 8, or an `offset`, `skip` or `adjustment` of more than 65,536 bytes,
/// nothing can be sent or received: both fail with `invalid_argument`.
struct length_field {
    /// As `skip`: the message begins after the length.
    static constexpr std::size_t through_length = static_cast<std::size_t>(-1);

    std::size_t offset = 0;  ///< the number of bytes before the length
    std::size_t size = 4;    ///< the number of bytes of the length, 1 to 8
    std::endian order = std::endian::big;
    /// Is added to the length to obtain the number of bytes after it in the frame: negative if the
    /// length counts bytes of the head.
    std::ptrdiff_t adjustment = 0;
    /// The number of bytes at the beginning of the frame that are no part of the message.
    std::size_t skip = through_length;
    /// The greatest length that is accepted, before the adjustment, in both directions.
    std::size_t limit = default_message_limit;

    result<frame> decode(mutable_bytes arrived, bool) const noexcept {
        if (!is_valid())
            return failure(std::errc::invalid_argument);
        if (arrived.size() < head())
            return frame::needs(head());
        std::uint64_t length = 0;
        for (std::size_t index = 0; index != size; ++index)
            length = length << 8 | std::to_integer<std::uint64_t>(arrived[place(index)]);
        if (length > allowed())
            return frame::exceeds(detail::saturated(length), allowed());
        // The length is at most a quarter of the greatest number, and the others are small.
        const auto total = static_cast<std::ptrdiff_t>(head() + length) + adjustment;
        if (total < static_cast<std::ptrdiff_t>(head()) ||
            total < static_cast<std::ptrdiff_t>(skipped()))
            return failure(errc::malformed_message);
        return frame::of(skipped(), static_cast<std::size_t>(total) - skipped());
    }
    result<void> encode(const outgoing& message, outbox& out) const noexcept {
        if (!is_valid())
            return failure(std::errc::invalid_argument);
        if (message.size() > greatest_message_limit)
            return failure(errc::message_too_long);
        const auto length = static_cast<std::ptrdiff_t>(skipped() + message.size()) -
                            static_cast<std::ptrdiff_t>(head()) - adjustment;
        if (skipped() + message.size() < head() || length < 0)
            return failure(errc::malformed_message);
        const auto number = static_cast<std::uint64_t>(length);
        if (number > allowed() || (size < sizeof number && number >> (8 * size) != 0))
            return failure(errc::message_too_long);
        add(message, 0, offset, out);
        std::byte field[sizeof number];
        for (std::size_t index = 0; index != size; ++index)
            field[place(index) - offset] =
                static_cast<std::byte>(number >> (8 * (size - 1 - index)) & 0xFF);
        out.copy(const_bytes(field, size));
        add(message, head(), skipped() + message.size(), out);
        return {};
    }

private:
    [[nodiscard]] constexpr bool is_valid() const noexcept {
        constexpr std::ptrdiff_t most = 65536;
        return size - 1 < sizeof(std::uint64_t) && offset <= most && skipped() <= most + size &&
               adjustment <= most && adjustment >= -most;
    }
    [[nodiscard]] constexpr std::size_t allowed() const noexcept {
        return detail::reduced_limit(limit);
    }
    /// The number of bytes before what the length counts without an adjustment.
    [[nodiscard]] constexpr std::size_t head() const noexcept { return offset + size; }
    [[nodiscard]] constexpr std::size_t skipped() const noexcept {
        return skip == through_length ? head() : skip;
    }
    /// The place of a byte of the length, most significant byte first.
    [[nodiscard]] constexpr std::size_t place(std::size_t index) const noexcept {
        return offset + (order == std::endian::big ? index : size - 1 - index);
    }
    /// Adds the bytes of the frame from `begin` to `end`: zeros, and those of the message.
    void add(const outgoing& message, std::size_t begin, std::size_t end,
             outbox& out) const noexcept {
        static constexpr std::byte zeros[16]{};
        while (begin < end && begin < skipped()) {
            const std::size_t zero_end = skipped() < end ? skipped() : end;
            const const_bytes some = const_bytes(zeros, sizeof zeros).first(zero_end - begin);
            out.refer(some);
            begin += some.size();
        }
        std::size_t at = skipped();
        for (const const_bytes& range : message.ranges()) {
            if (begin < end && begin < at + range.size()) {
                const const_bytes part = range.after(begin - at).first(end - begin);
                out.refer(part);
                begin += part.size();
            }
            at += range.size();
        }
    }
};

static_assert(codec<length_field>);

}  // namespace v0
}  // namespace tenon
