// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstring>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/base/result.hpp>
#include <tenon/layer/heap_bytes.hpp>

namespace tenon {
inline namespace v0 {

/// The bytes that a layer has received from below and not passed on yet. Its memory is allocated
/// when the first bytes are received. It can be moved while no call below is under way.
class inbox {
public:
    constexpr inbox() noexcept = default;
    /// Takes over the bytes of another inbox, which is empty afterwards.
    inbox(inbox&& other) noexcept
        : memory_(std::move(other.memory_)),
          begin_(std::exchange(other.begin_, 0)),
          end_(std::exchange(other.end_, 0)),
          ended_(std::exchange(other.ended_, false)) {}
    inbox& operator=(inbox&& other) noexcept {
        std::swap(memory_, other.memory_);
        std::swap(begin_, other.begin_);
        std::swap(end_, other.end_);
        std::swap(ended_, other.ended_);
        return *this;
    }
    ~inbox() = default;

    /// Returns the bytes. They stay where they are until the next `fill`, `fill_exactly` or
    /// `put_back`, even if they have been taken.
    [[nodiscard]] mutable_bytes bytes() const noexcept { return {memory_.data() + begin_, size()}; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return end_ - begin_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return begin_ == end_; }
    /// Returns whether the stream below has ended after these bytes.
    [[nodiscard]] constexpr bool ended() const noexcept { return ended_; }
    /// Removes the first `count` bytes.
    constexpr void take(std::size_t count) noexcept { begin_ += count; }
    /// Removes all bytes.
    constexpr void clear() noexcept { begin_ = end_ = 0; }

    /// Receives once from below, as many bytes as fit into memory for at least `total` bytes, and
    /// for 4,096 bytes more than there are.
    ///
    /// Errors: those of `below`; `not_enough_memory`.
    template <class Below>
    result<void> fill(Below& below, std::size_t total = 1) {
        const std::size_t least = size() + least_space;
        if (!reserve(total < least ? least : total))
            return failure(std::errc::not_enough_memory);
        return receive_into(below, {memory_.data() + end_, memory_.capacity() - end_});
    }
    /// Receives from below until there are `total` bytes, and not one byte more: the next byte
    /// belongs to another layer. For handshakes.
    ///
    /// Errors: those of `below`; `errc::stream_truncated` if the stream ends before;
    /// `not_enough_memory`.
    template <class Below>
    result<void> fill_exactly(Below& below, std::size_t total) {
        while (size() < total) {
            if (!reserve(total))
                return failure(std::errc::not_enough_memory);
            if (const result<void> received =
                    receive_into(below, {memory_.data() + end_, total - size()});
                !received)
                return received.why();
            if (ended_)
                return failure(errc::stream_truncated);
        }
        return {};
    }
    /// Adds bytes that were received into another buffer. Returns false if the
    /// allocation fails; the inbox is then unchanged.
    [[nodiscard]] bool put_back(const_bytes bytes) noexcept {
        if (bytes.empty())
            return true;
        if (!reserve(size() + bytes.size()))
            return false;
        std::memcpy(memory_.data() + end_, bytes.data(), bytes.size());
        end_ += bytes.size();
        return true;
    }

private:
    static constexpr std::size_t least_space = 4096;
    /// Has `least_space` after the beginning of a short message.
    static constexpr std::size_t first_capacity = least_space + 512;
    /// The memory of a longer message is freed when it has been taken.
    static constexpr std::size_t most_kept = 16 * first_capacity;

    template <class Below>
    result<void> receive_into(Below& below, mutable_bytes space) {
        const result<mutable_bytes> received = below.receive(space);
        if (!received)
            return received.why();
        ended_ = received->empty();
        end_ += received->size();
        return {};
    }
    /// Makes space for `total` bytes, which are more than there are. If it is called again with the
    /// same total it moves nothing, since a receive into the space may be under way.
    [[nodiscard]] bool reserve(std::size_t total) noexcept {
        if (begin_ == end_)
            begin_ = end_ = 0;
        if (total <= memory_.capacity() - begin_ &&
            (memory_.capacity() <= most_kept || end_ != 0 || total > most_kept)) [[likely]]
            return true;
        return move_to_front(total);
    }
    [[nodiscard, gnu::noinline]] bool move_to_front(std::size_t total) noexcept {
        if (total <= memory_.capacity() && end_ != 0)
            std::memmove(memory_.data(), memory_.data() + begin_, size());
        else if (!memory_.grow(first_capacity, total, begin_, size()))
            return false;
        end_ -= begin_;
        begin_ = 0;
        return true;
    }

    detail::heap_bytes memory_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool ended_ = false;
};

}  // namespace v0
}  // namespace tenon
