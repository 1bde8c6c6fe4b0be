// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/lifetime.hpp>
#include <tenon/operation/receive_datagram.hpp>

namespace tenon {
inline namespace v0 {

// Functions by which a decorator treats byte streams and messages alike.

/// The type that `receive` of a layer returns if it returns what `below` does:
/// `result<mutable_bytes>` over a byte stream, `result<received<>>` over messages. A layer that
/// spells its result has clearer errors than one whose `receive` returns `auto`.
template <class Below>
using receive_result = decltype(std::declval<Below&>().receive(mutable_bytes()));

/// \concept receives_messages
/// What a layer lies over keeps the boundaries of messages: its `receive` returns a `received`.
/// What the compiler cannot check: nothing.
/// Models: `below` over `udp`. Near miss: `below` over `tcp`.
template <class Below>
concept receives_messages = requires(receive_result<Below>& received) { received->truncated; };

/// Returns the bytes that were received.
[[nodiscard]] constexpr const_bytes data_of(mutable_bytes bytes) noexcept {
    return bytes;
}
/// Returns the bytes of the message that are in the buffer.
[[nodiscard]] constexpr const_bytes data_of(const received<>& message) noexcept {
    return message.data;
}
/// Returns the number of bytes that were received.
[[nodiscard]] constexpr std::size_t length_of(mutable_bytes bytes) noexcept {
    return bytes.size();
}
/// Returns the true length of the message, even if it was truncated.
[[nodiscard]] constexpr std::size_t length_of(const received<>& message) noexcept {
    return message.length;
}
/// Returns whether what was received into `buffer` is the end of a stream.
[[nodiscard]] constexpr bool is_end(mutable_bytes bytes, mutable_bytes buffer) noexcept {
    return bytes.empty() && !buffer.empty();
}
/// Returns whether this is not a message, but the end of the receiving direction.
[[nodiscard]] constexpr bool is_end(const received<>& message, mutable_bytes) noexcept {
    return message.end;
}

/// Returns the data that `send` was given as a list of ranges, whether it is one range or several.
/// The list is a view of `data`.
template <std::same_as<const_bytes> Data>
[[nodiscard]] constexpr std::span<const const_bytes> ranges_of(
    const Data& data TENON_LIFETIMEBOUND) noexcept {
    return {detail::address_of(data), 1};
}
[[nodiscard]] constexpr std::span<const const_bytes> ranges_of(
    std::span<const const_bytes> ranges) noexcept {
    return ranges;
}

/// Returns at most `most` bytes, from the first range that is not empty. A call that sends over a
/// byte stream may send less than it is given.
[[nodiscard]] constexpr const_bytes first_part(std::span<const const_bytes> ranges,
                                               std::size_t most) noexcept {
    for (const const_bytes& range : ranges)
        if (!range.empty())
            return range.first(most);
    return {};
}

}  // namespace v0
}  // namespace tenon
