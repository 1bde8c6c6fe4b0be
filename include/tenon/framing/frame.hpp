// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <span>

#include <tenon/base/bytes.hpp>
#include <tenon/base/result.hpp>
#include <tenon/layer/outbox.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Returns the sum, or the greatest number if the sum exceeds it. A peer chooses the numbers, so
/// that the sum of three may be too great for any memory.
[[nodiscard]] constexpr std::size_t saturating_sum(std::size_t left, std::size_t right) noexcept {
    const std::size_t sum = left + right;
    return sum < left ? static_cast<std::size_t>(-1) : sum;
}

}  // namespace detail

/// What a codec reads from the bytes that have arrived: the extent of the next frame, or the number
/// of bytes that it needs to tell.
class frame {
public:
    /// A frame of `head` bytes, a message of `message` bytes, and `tail` bytes. The codec returns
    /// it as soon as it knows these sizes; the bytes of the message may arrive later. A codec that
    /// has to see the message, or that changes it, returns it when the frame has arrived.
    [[nodiscard]] static constexpr frame of(std::size_t head, std::size_t message,
                                            std::size_t tail = 0) noexcept {
        return {kind::known, head, message, tail};
    }
    /// The first `count` bytes belong to no message, such as the empty frames between two messages.
    /// The layer discards them. `count` is at most the number of bytes that the codec was given,
    /// and at least one.
    [[nodiscard]] static constexpr frame skip(std::size_t count) noexcept {
        return {kind::skipped, count, 0, 0};
    }
    /// Not before `total` bytes have arrived can the codec tell more. `total` exceeds the number of
    /// bytes that the codec was given.
    [[nodiscard]] static constexpr frame needs(std::size_t total) noexcept {
        return {kind::unknown, total, 0, 0};
    }
    /// The message has `actual` bytes, and `allowed` is the limit. If the size of the message is
    /// not known yet, `actual` is the number of bytes that have arrived. The layer fails with
    /// `errc::message_too_long`.
    [[nodiscard]] static constexpr frame exceeds(std::size_t actual, std::size_t allowed) noexcept {
        return {kind::too_long, allowed, actual, 0};
    }

    /// Returns whether the sizes of the frame are known.
    [[nodiscard]] constexpr bool is_known() const noexcept {
        return kind_ == kind::known || kind_ == kind::skipped;
    }
    /// Returns whether the frame has no message, not even an empty one.
    [[nodiscard]] constexpr bool is_skipped() const noexcept { return kind_ == kind::skipped; }
    [[nodiscard]] constexpr bool is_too_long() const noexcept { return kind_ == kind::too_long; }
    /// Returns the number of bytes before the message.
    [[nodiscard]] constexpr std::size_t head() const noexcept { return first_; }
    /// Returns the number of bytes of the message.
    [[nodiscard]] constexpr std::size_t message() const noexcept { return message_; }
    /// Returns the number of bytes after the message.
    [[nodiscard]] constexpr std::size_t tail() const noexcept { return tail_; }
    /// Returns the number of bytes of the frame, or the number of bytes that the codec needs. It is
    /// the greatest number if a frame is longer than that.
    [[nodiscard]] constexpr std::size_t size() const noexcept {
        return detail::saturating_sum(end_of_message(), tail_);
    }
    /// Returns the number of bytes of the head and the message together; as `size`.
    [[nodiscard]] constexpr std::size_t end_of_message() const noexcept {
        return detail::saturating_sum(first_, message_);
    }
    /// Returns the limit that the message exceeds.
    [[nodiscard]] constexpr std::size_t allowed() const noexcept { return first_; }

private:
    enum class kind : unsigned char {
        known,
        skipped,
        unknown,
        too_long
    };
    constexpr frame(kind which, std::size_t first, std::size_t message, std::size_t tail) noexcept
        : first_(first), message_(message), tail_(tail), kind_(which) {}

    std::size_t first_;
    std::size_t message_;
    std::size_t tail_;
    kind kind_;
};

/// A message to be sent, in one range or several.
class outgoing {
public:
    constexpr explicit outgoing(const const_bytes& only) noexcept
        : ranges_(&only, 1), size_(only.size()) {}
    constexpr explicit outgoing(std::span<const const_bytes> ranges) noexcept : ranges_(ranges) {
        for (const const_bytes& range : ranges)
            size_ += range.size();
    }

    /// Returns the number of bytes in all ranges together.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr std::span<const const_bytes> ranges() const noexcept { return ranges_; }

private:
    std::span<const const_bytes> ranges_;
    std::size_t size_ = 0;
};

/// Adds all ranges of a message to the outbox, without copying them.
constexpr void refer_all(const outgoing& message, outbox& out) noexcept {
    for (const const_bytes& range : message.ranges())
        out.refer(range);
}

/// \concept codec
/// Divides a stream of bytes into messages. A codec makes no calls and holds no buffer.
/// The least to supply: a copy constructor, and two members:
/// - `result<frame> decode(mutable_bytes arrived, bool ended)`, which is given the bytes that have
///   arrived since the last frame (at least one), and whether the stream has ended after them. It
///   may change them, for instance to remove escapes, but only in the call in which it returns
///   `frame::of`. Bytes that belong to no message are skipped by `frame::skip`. It is called again
///   when as many bytes as it needs have arrived. An error of `decode` is permanent.
/// - `result<void> encode(const outgoing& message, outbox& out)`, which adds the frame of the
///   message to `out`. If it fails, nothing is sent.
/// A codec may have members: a connection has one copy of the codec for each direction.
/// What the compiler cannot check: that what `encode` adds is what `decode` understands.
/// Models: `length_prefix<std::uint32_t>`, `lines`. Near miss: a codec whose `decode` takes
/// `const_bytes` alone; it is not told that the stream has ended.
template <class Codec>
concept codec =
    std::copy_constructible<Codec> && requires(Codec& codec, mutable_bytes arrived, bool ended,
                                               const outgoing& message, outbox& out) {
        { codec.decode(arrived, ended) } -> std::same_as<result<frame>>;
        { codec.encode(message, out) } -> std::same_as<result<void>>;
    };

}  // namespace v0
}  // namespace tenon
