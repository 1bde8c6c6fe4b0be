// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/byte_order.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/layer/heap_bytes.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/transfer.hpp>

namespace tenon {
inline namespace v0 {

/// The bytes that a layer is about to send below: copies, and ranges that belong to the caller of
/// `send`. Small copies need no memory; long ones are allocated. It can be moved while
/// no `send` is under way.
///
/// A layer's `send` uses it like this:
///
///     if (!out.resumes()) {
///         if (const result<void> before = out.prepare(below); !before)
///             return before.why();
///         // ... add the message to `out`
///     }
///     return out.deliver(below, data.size());
class outbox {
public:
    constexpr outbox() noexcept = default;
    outbox(outbox&& other) noexcept { *this = std::move(other); }
    outbox& operator=(outbox&& other) noexcept {
        // What was added may lie in the other object itself.
        if (!other.idle_ && !other.move_ranges_to_heap()) {
            other.broken_ = ENOMEM;
            other.clear();
        }
        std::swap(idle_, other.idle_);
        std::swap(begun_, other.begun_);
        std::swap(broken_, other.broken_);
        std::swap(heap_, other.heap_);
        std::swap(heap_begin_, other.heap_begin_);
        std::swap(heap_end_, other.heap_end_);
        return *this;
    }
    ~outbox() = default;

    /// Returns whether nothing is to be sent. Over messages an empty message is something.
    [[nodiscard]] constexpr bool empty() const noexcept { return idle_ || broken_ != 0; }
    /// Returns whether the layer's `send` was suspended, and is called again for the same data,
    /// which is here already.
    [[nodiscard]] constexpr bool resumes() const noexcept { return resumes_; }

    /// Adds a range without copying it. Its bytes must live until `send` returns.
    [[gnu::always_inline]] constexpr void refer(const_bytes data) noexcept {
        begin();
        if (heap_end_ != 0 || count_ == most_ranges) [[unlikely]]
            copy_to_heap(data);
        else
            add_range(data);
    }
    /// Adds a copy of the bytes.
    [[gnu::noinline]] void copy(const_bytes data) noexcept {
        begin();
        if (data.empty())
            return;
        if (heap_end_ != 0 || count_ == most_ranges || data.size() > sizeof small_ - small_size_) {
            copy_to_heap(data);
            return;
        }
        std::byte* const at = small_ + small_size_;
        std::memcpy(at, data.data(), data.size());
        small_size_ += detail::narrow_cast<unsigned>(data.size());
        add_range({at, data.size()});
    }
    /// Adds one byte.
    void byte(unsigned char value) noexcept {
        const auto only = static_cast<std::byte>(value);
        copy(const_bytes(&only, 1));
    }
    /// Adds an object as its bytes lie in memory, such as a `big_endian` number.
    template <class Number>
    [[gnu::always_inline]] void bytes_of(const Number& number) noexcept {
        begin();
        if (heap_end_ == 0 && count_ != most_ranges && sizeof number <= sizeof small_ - small_size_)
            [[likely]] {
            std::byte* const at = small_ + small_size_;
            std::memcpy(at, detail::address_of(number), sizeof number);
            small_size_ += detail::narrow_cast<unsigned>(sizeof number);
            add_range({at, sizeof number});
        } else {
            copy(const_bytes(reinterpret_cast<const std::byte*>(detail::address_of(number)),
                             sizeof number));
        }
    }
    /// Returns memory for `size` bytes that follow what was added, for a codec that writes them
    /// itself and then calls `wrote`. Returns null if the allocation fails; `deliver` then fails
    /// with `not_enough_memory`, and sends no part of this message.
    [[nodiscard]] std::byte* space(std::size_t size) noexcept {
        begin();
        if (!move_ranges_to_heap() || !reserve(size == 0 ? 1 : size)) {
            failed_ = true;
            return nullptr;
        }
        return heap_.data() + heap_end_;
    }
    /// Adds the first `size` bytes of the memory that `space` returned.
    constexpr void wrote(std::size_t size) noexcept { heap_end_ += size; }
    /// States that what was added must be sent: if a limit ends the call before the first byte,
    /// `deliver` keeps all of it, as after the first byte, and returns `count`. For a layer that
    /// has moved on, such as a cipher whose key stream was used.
    constexpr void commit() noexcept { begun_ = true; }
    /// Removes everything. A layer that fails after it has added something calls this.
    constexpr void clear() noexcept {
        const int broken = broken_;
        reset();
        broken_ = broken;
        idle_ = broken == 0;
    }

    /// Sends everything below.
    ///
    /// Errors: those of `below`; what is left is then sent by the next call.
    /// `errc::no_progress` if `below` accepts nothing and reports no error.
    template <class Below>
    [[gnu::always_inline]] result<void> flush(Below& below) {
        if (idle_)
            return {};
        if (broken_ != 0) [[unlikely]]
            return failure(broken_);
        if constexpr (receives_messages<Below>)
            if (count_ == 0 && heap_begin_ == heap_end_) [[unlikely]]
                add_range({});  // What was added is an empty message.
        while (first_ != count_) {
            const result<std::size_t> sent = send_ranges(below);
            if (!sent) [[unlikely]]
                return sent.why();
            if (*sent == left_) [[likely]]
                break;
            if (*sent == 0)
                return failure(errc::no_progress);
            skip(*sent);
        }
        first_ = count_;
        if (heap_begin_ != heap_end_) [[unlikely]]
            return flush_heap(below);
        idle_ = true;
        return {};
    }
    /// Sends what an earlier message has left, so that another one can be added.
    ///
    /// Errors: those of `flush`.
    template <class Below>
    [[gnu::always_inline]] result<void> prepare(Below& below) {
        if (!idle_) [[unlikely]] {
            if (failed_)
                clear();
            if (const result<void> before = flush(below); !before)
                return before.why();
        }
        // So that the compiler knows the members in what follows.
        reset();
        idle_ = true;
        return {};
    }
    /// Sends everything through `below`, for a layer's `send` of `count` bytes, which are all here.
    ///
    /// Returns `count` if everything was sent, or if a limit ended the call after `commit` or after
    /// the first byte: then a copy of what is left is kept, and is sent before anything else.
    /// Errors: those of `below`, if nothing was sent; `not_enough_memory`. An error that leaves a
    /// message without its end is permanent.
    template <class Below>
    [[gnu::always_inline]] result<std::size_t> deliver(Below& below, std::size_t count) {
        if (failed_) [[unlikely]] {
            clear();
            return failure(std::errc::not_enough_memory);
        }
        const result<void> sent = flush(below);
        resumes_ = false;
        if (!sent) [[unlikely]]
            if (const int error = cut_short(sent.why()); error != 0)
                return failure(error);
        return count;
    }

private:
    static constexpr unsigned most_ranges = 8;
    static constexpr std::size_t first_capacity = 4096;
    static constexpr std::size_t most_kept = std::size_t{64} * 1024;

    /// Begins to hold bytes. While the outbox is idle, its other members have no meaning: so the
    /// compiler knows their values when a message is added to an outbox that was idle.
    [[gnu::always_inline]] constexpr void begin() noexcept {
        if (idle_)
            reset();
    }
    [[gnu::always_inline]] constexpr void reset() noexcept {
        idle_ = begun_ = resumes_ = failed_ = false;
        broken_ = 0;
        first_ = count_ = small_size_ = 0;
        left_ = 0;
        heap_begin_ = heap_end_ = 0;
    }
    constexpr void add_range(const_bytes data) noexcept {
        ranges_[count_++] = data;
        left_ += data.size();
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
            resumes_ = true;
            return error;
        }
        if (begun_) {
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
        begun_ = true;
        left_ -= sent;
        while (sent >= ranges_[first_].size())
            sent -= ranges_[first_++].size();
        ranges_[first_] = ranges_[first_].after(sent);
    }
    template <class Below>
    [[gnu::noinline]] result<void> flush_heap(Below& below) {
        while (heap_begin_ != heap_end_) {
            const result<std::size_t> sent =
                below.send(const_bytes(heap_.data() + heap_begin_, heap_end_ - heap_begin_));
            if (!sent)
                return sent.why();
            if (*sent == 0)
                return failure(errc::no_progress);
            heap_begin_ += *sent;
            begun_ = true;
        }
        heap_begin_ = heap_end_ = 0;
        idle_ = true;
        if (heap_.capacity() > most_kept)
            heap_.free();
        return {};
    }
    [[gnu::noinline, gnu::cold]] void copy_to_heap(const_bytes data) noexcept {
        // An empty range may have no address, which memcpy(3) must not be given.
        if (data.empty())
            return;
        if (std::byte* const at = space(data.size()); at != nullptr) {
            std::memcpy(at, data.data(), data.size());
            wrote(data.size());
        }
    }
    /// Copies the ranges to the heap. Returns false if the allocation fails.
    [[nodiscard]] bool move_ranges_to_heap() noexcept {
        if (!reserve(left_))
            return false;
        for (; first_ != count_; ++first_) {
            if (ranges_[first_].empty())
                continue;
            std::memcpy(heap_.data() + heap_end_, ranges_[first_].data(), ranges_[first_].size());
            heap_end_ += ranges_[first_].size();
        }
        first_ = count_ = small_size_ = 0;
        left_ = 0;
        return true;
    }
    /// Makes space for `size` more bytes on the heap. Returns false if the allocation fails.
    [[nodiscard]] bool reserve(std::size_t size) noexcept {
        if (size <= heap_.capacity() - heap_end_)
            return true;
        const std::size_t held = heap_end_ - heap_begin_;
        // The sum must not overflow.
        if (size > static_cast<std::size_t>(-1) - held ||
            !heap_.grow(first_capacity, held + size, heap_begin_, held))
            return false;
        heap_begin_ = 0;
        heap_end_ = held;
        return true;
    }

    // Either the ranges or the heap hold what is to be sent, not both.
    bool idle_ = true;    ///< nothing is to be sent
    bool begun_ = false;  ///< a part of what was added has been sent
    bool resumes_ = false;
    bool failed_ = false;  ///< there was no memory for the message
    int broken_ = 0;       ///< the error after which the rest of a message can never be sent
    unsigned first_ = 0;
    unsigned count_ = 0;
    unsigned small_size_ = 0;
    std::size_t left_ = 0;  ///< the number of bytes in the ranges
    detail::heap_bytes heap_;
    std::size_t heap_begin_ = 0;
    std::size_t heap_end_ = 0;
    const_bytes ranges_[most_ranges];
    std::byte small_[32]{};
};

}  // namespace v0
}  // namespace tenon
