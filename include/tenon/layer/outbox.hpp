// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>

#include <tenon/base/byte_order.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/layer/layer.hpp>

namespace tenon {
inline namespace v0 {

/// The bytes that a layer is about to send below: copies, and ranges that belong to the caller of
/// `send`. Small copies need no memory; long ones are allocated. It can be moved while
/// no `send` is under way.
///
/// A layer's `send` uses it like this:
///
///     if (!out.resumes()) {
///         if (const result<void> before = out.flush(below); !before)
///             return before.why();
///         // ... add the message to `out`
///     }
///     return out.deliver(below, data.size());
class outbox {
public:
    constexpr outbox() noexcept = default;
    outbox(outbox&& other) noexcept
        : unusual_(std::exchange(other.unusual_, false)),
          begun_(std::exchange(other.begun_, false)),
          broken_(std::exchange(other.broken_, 0)),
          heap_(std::exchange(other.heap_, nullptr)),
          heap_begin_(std::exchange(other.heap_begin_, 0)),
          heap_end_(std::exchange(other.heap_end_, 0)),
          heap_capacity_(std::exchange(other.heap_capacity_, 0)) {}
    outbox& operator=(outbox&& other) noexcept {
        std::swap(unusual_, other.unusual_);
        std::swap(begun_, other.begun_);
        std::swap(broken_, other.broken_);
        std::swap(heap_, other.heap_);
        std::swap(heap_begin_, other.heap_begin_);
        std::swap(heap_end_, other.heap_end_);
        std::swap(heap_capacity_, other.heap_capacity_);
        return *this;
    }
    ~outbox() { std::free(heap_); }

    /// Returns whether nothing is to be sent.
    [[nodiscard]] constexpr bool empty() const noexcept {
        return unusual_ ? first_ == count_ && heap_begin_ == heap_end_ : count_ == 0;
    }
    /// Returns whether the layer's `send` was suspended, and is called again for the same data,
    /// which is here already.
    [[nodiscard]] constexpr bool resumes() const noexcept { return unusual_ && resumes_; }

    /// Adds a range without copying it. Its bytes must live until `send` returns.
    [[gnu::always_inline]] constexpr void refer(const_bytes data) noexcept {
        if (data.empty())
            return;
        if (unusual_ || count_ == most_ranges) [[unlikely]]
            copy_to_heap(data);
        else
            add_range(data);
    }
    /// Adds a copy of the bytes.
    [[gnu::noinline]] void copy(const_bytes data) noexcept {
        if (data.empty())
            return;
        if (unusual_ || count_ == most_ranges || data.size() > sizeof small_ - small_size_) {
            copy_to_heap(data);
        } else {
            std::memcpy(small_ + small_size_, data.data(), data.size());
            add_small(data.size());
        }
    }
    /// Adds one byte.
    void byte(unsigned char value) noexcept {
        const auto only = static_cast<std::byte>(value);
        copy(const_bytes(&only, 1));
    }
    /// Adds an object as its bytes lie in memory, such as a `big_endian` number.
    template <class Number>
    [[gnu::always_inline]] void bytes_of(const Number& number) noexcept {
        if (!unusual_ && count_ != most_ranges && sizeof number <= sizeof small_ - small_size_)
            [[likely]] {
            std::memcpy(small_ + small_size_, &number, sizeof number);
            add_small(sizeof number);
        } else {
            copy(const_bytes(reinterpret_cast<const std::byte*>(&number), sizeof number));
        }
    }
    /// Returns memory for `size` bytes that follow what was added, for a codec that writes them
    /// itself; then it calls `wrote`. Returns null if there is no memory: then nothing of this
    /// message is sent, and `deliver` fails with `not_enough_memory`.
    [[nodiscard]] std::byte* space(std::size_t size) noexcept {
        unusual_ = true;
        if (!move_ranges_to_heap() || !reserve(size == 0 ? 1 : size)) {
            failed_ = true;
            return nullptr;
        }
        return heap_ + heap_end_;
    }
    /// Adds the first `size` bytes of the memory that `space` returned.
    constexpr void wrote(std::size_t size) noexcept { heap_end_ += size; }
    /// Removes everything.
    constexpr void clear() noexcept {
        clear_ranges();
        heap_begin_ = heap_end_ = 0;
        begun_ = resumes_ = failed_ = false;
        unusual_ = broken_ != 0;
    }

    /// Sends everything below.
    ///
    /// Errors: those of `below`; what is left is then sent by the next call.
    /// `errc::no_progress` if `below` accepts nothing and reports no error.
    template <class Below>
    [[gnu::always_inline]] result<void> flush(Below& below) {
        if (unusual_) [[unlikely]]
            return flush_rest(below);
        if (count_ == 0)
            return {};
        const result<std::size_t> sent = send_ranges(below);
        if (!sent) [[unlikely]]
            return sent.why();
        if (*sent != left_) [[unlikely]] {
            if (*sent == 0)
                return failure(errc::no_progress);
            skip(*sent);
            return flush_rest(below);
        }
        clear_ranges();
        return {};
    }
    /// Sends everything below, for a layer's `send` of `count` bytes, of which all are here.
    ///
    /// Returns `count` if everything was sent, or if a limit ended the call after the first byte of
    /// it was sent: then a copy of what is left is kept, and is sent before anything else.
    /// Errors: those of `below`, if nothing was sent; `not_enough_memory`. An error that leaves a
    /// message without its end is permanent.
    template <class Below>
    [[gnu::always_inline]] result<std::size_t> deliver(Below& below, std::size_t count) {
        if (unusual_ && failed_) [[unlikely]] {
            clear();
            return failure(std::errc::not_enough_memory);
        }
        const result<void> sent = flush(below);
        if (!sent) [[unlikely]] {
            if (const int error = cut_short(sent.why()); error != 0)
                return failure(error);
        } else if (unusual_) [[unlikely]] {
            clear();
        }
        return count;
    }

private:
    static constexpr unsigned most_ranges = 8;
    static constexpr std::size_t most_kept = std::size_t{64} * 1024;

    constexpr void add_range(const_bytes data) noexcept {
        ranges_[count_++] = data;
        left_ += data.size();
    }
    constexpr void add_small(std::size_t size) noexcept {
        add_range({small_ + small_size_, size});
        small_size_ += static_cast<unsigned>(size);
    }
    constexpr void clear_ranges() noexcept {
        first_ = count_ = small_size_ = 0;
        left_ = 0;
    }
    template <class Below>
    [[gnu::always_inline]] result<std::size_t> send_ranges(Below& below) {
        if (count_ - first_ == 1)
            return below.send(ranges_[first_]);
        return below.send(std::span<const const_bytes>(ranges_ + first_, count_ - first_));
    }
    /// What to do if a message was not sent whole. Returns 0 if the rest is kept, or the error.
    [[gnu::noinline, gnu::cold]] int cut_short(failure why) noexcept {
        int error = why.number();
        if (tenon::is_suspended(why)) {
            unusual_ = resumes_ = true;
            return error;
        }
        if (begun_) {
            resumes_ = false;
            // The peer has a part of the message. If it cannot have the rest, it must not have
            // another message.
            if (!move_ranges_to_heap())
                error = ENOMEM;
            else if (tenon::is_temporary(why))
                return 0;
            broken_ = error;
        }
        clear();
        return error;
    }
    [[gnu::noinline, gnu::cold]] void skip(std::size_t sent) noexcept {
        unusual_ = begun_ = true;
        left_ -= sent;
        while (sent >= ranges_[first_].size())
            sent -= ranges_[first_++].size();
        ranges_[first_] = ranges_[first_].after(sent);
    }
    template <class Below>
    [[gnu::noinline]] result<void> flush_rest(Below& below) {
        if (broken_ != 0)
            return failure(broken_);
        while (first_ != count_) {
            const result<std::size_t> sent = send_ranges(below);
            if (!sent)
                return sent.why();
            if (*sent == 0)
                return failure(errc::no_progress);
            if (*sent == left_)
                break;
            skip(*sent);
        }
        clear_ranges();
        while (heap_begin_ != heap_end_) {
            const result<std::size_t> sent =
                below.send(const_bytes(heap_ + heap_begin_, heap_end_ - heap_begin_));
            if (!sent)
                return sent.why();
            if (*sent == 0)
                return failure(errc::no_progress);
            heap_begin_ += *sent;
            begun_ = true;
        }
        heap_begin_ = heap_end_ = 0;
        if (heap_capacity_ > most_kept) {
            std::free(std::exchange(heap_, nullptr));
            heap_capacity_ = 0;
        }
        begun_ = false;
        // The layer's `send` still has to be told that its message was sent.
        unusual_ = resumes_;
        return {};
    }
    [[gnu::noinline, gnu::cold]] void copy_to_heap(const_bytes data) noexcept {
        if (std::byte* const at = space(data.size()); at != nullptr) {
            std::memcpy(at, data.data(), data.size());
            wrote(data.size());
        }
    }
    /// Copies the ranges to the heap. Returns false if there is no memory.
    [[nodiscard]] bool move_ranges_to_heap() noexcept {
        if (!reserve(left_))
            return false;
        for (; first_ != count_; ++first_) {
            std::memcpy(heap_ + heap_end_, ranges_[first_].data(), ranges_[first_].size());
            heap_end_ += ranges_[first_].size();
        }
        clear_ranges();
        return true;
    }
    /// Makes space for `size` more bytes on the heap. Returns false if there is no memory.
    [[nodiscard]] bool reserve(std::size_t size) noexcept {
        if (size <= heap_capacity_ - heap_end_)
            return true;
        const std::size_t held = heap_end_ - heap_begin_;
        // No memory is larger, and the doubled capacity does not overflow.
        if (size > static_cast<std::size_t>(-1) / 2 - held)
            return false;
        std::size_t larger = heap_capacity_ == 0 ? 4096 : heap_capacity_;
        while (larger - held < size)
            larger *= 2;
        auto* const moved = static_cast<std::byte*>(std::malloc(larger));
        if (moved == nullptr)
            return false;
        if (held != 0)
            std::memcpy(moved, heap_ + heap_begin_, held);
        std::free(heap_);
        heap_ = moved;
        heap_capacity_ = larger;
        heap_begin_ = 0;
        heap_end_ = held;
        return true;
    }

    // Either the ranges or the heap hold what is to be sent, not both.
    const_bytes ranges_[most_ranges];
    unsigned first_ = 0;
    unsigned count_ = 0;
    std::size_t left_ = 0;  ///< the number of bytes in the ranges
    std::byte small_[32]{};
    unsigned small_size_ = 0;
    /// One of the following members is set, or there are bytes on the heap. Otherwise `first_` is
    /// 0.
    bool unusual_ = false;
    bool begun_ = false;  ///< a part of what was added has been sent
    bool resumes_ = false;
    bool failed_ = false;  ///< there was no memory for the message
    int broken_ = 0;       ///< the error after which the rest of a message can never be sent
    std::byte* heap_ = nullptr;
    std::size_t heap_begin_ = 0;
    std::size_t heap_end_ = 0;
    std::size_t heap_capacity_ = 0;
};

}  // namespace v0
}  // namespace tenon
