// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/base/lifetime.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/refuse.hpp>

namespace tenon {
inline namespace v0 {

/// The next few ranges of a list, held by value, so that a call that holds a window does not refer
/// to the list.
template <class View>
class window {
public:
    /// Enough ranges to make the cost of a system call negligible. The ranges that do not fit go
    /// into the next call.
    static constexpr std::size_t capacity = 16;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const View* data() const noexcept { return views_; }
    [[nodiscard]] constexpr bool full() const noexcept { return size_ == capacity; }
    /// Adds a range. Requires that the window is not full.
    constexpr void push(View view) noexcept { views_[size_++] = view; }

private:
    View views_[capacity];
    std::size_t size_ = 0;
};

/// \concept constant_bytes
/// For a deduced `Range&&`: bytes that outlive the expression and cannot be written. What the
/// compiler cannot check: nothing.
/// Models: `const std::string&`, `std::string_view`. Near miss: `std::string`, which is a
/// temporary.
template <class Range>
concept constant_bytes = byte_range<std::remove_reference_t<Range>> && !temporary_bytes<Range> &&
                         !mutable_byte_range<Range>;

// Compilers that cannot print the reason of a deleted function print the name of this type instead.
struct constant_bytes_cannot_be_filled;

/// The progress of an operation through the bytes of one range. It keeps a view, so the bytes must
/// live as long as the cursor.
template <class Views>
class cursor {
public:
    constexpr explicit cursor(Views all) noexcept : all_(all), rest_(all) {}
    TENON_DELETE(
        "a cursor keeps a view, and the bytes of this temporary end with the expression: give them a name first",
        template <temporary_bytes Range, class = a_temporary_ends_before_what_keeps_a_view_of_it>
        explicit cursor(Range&&))
    TENON_DELETE("these bytes are constant, and cannot be filled",
                 template <constant_bytes Range, class = constant_bytes_cannot_be_filled>
                 requires std::same_as<Views, mutable_bytes> explicit cursor(Range&&))

    /// Returns the bytes that are left.
    [[nodiscard]] constexpr Views rest() const noexcept { return rest_; }
    /// Returns the number of bytes before the position.
    [[nodiscard]] constexpr std::size_t done() const noexcept { return all_.size() - rest_.size(); }
    /// Returns the number of bytes that are left.
    [[nodiscard]] constexpr std::size_t left() const noexcept { return rest_.size(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return rest_.empty(); }
    /// Returns the bytes that the cursor began with.
    [[nodiscard]] constexpr Views all() const noexcept { return all_; }
    /// Moves the position forward by `count` bytes.
    constexpr void advance(std::size_t count) noexcept { rest_ = rest_.after(count); }

private:
    Views all_;
    Views rest_;
};

/// The progress of an operation through the bytes of several ranges. It keeps `pieces` by value,
/// and a view of any other list of ranges. The bytes, and a list that is viewed, must live as long
/// as the cursor.
template <class Views>
    requires(!std::is_same_v<Views, const_bytes> && !std::is_same_v<Views, mutable_bytes>)
class cursor<Views> {
public:
    using view = std::remove_cvref_t<decltype(std::declval<Views&>()[0])>;

    constexpr explicit cursor(Views all) noexcept : all_(all), left_(tenon::total_size(all)) {}
    TENON_DELETE(
        "a cursor keeps a view, and this temporary list ends with the expression: give it a name first",
        template <temporary_list<Views> Ranges,
                  class = a_temporary_ends_before_what_keeps_a_view_of_it>
        explicit cursor(Ranges&&))

    /// Returns the first ranges that are left, as many as a window takes.
    [[nodiscard]] constexpr window<view> rest() const noexcept {
        window<view> next;
        for (std::size_t index = index_; index != all_.size() && !next.full(); ++index) {
            const view part = index == index_ ? all_[index].after(offset_) : all_[index];
            if (!part.empty())
                next.push(part);
        }
        return next;
    }
    [[nodiscard]] constexpr std::size_t done() const noexcept { return done_; }
    [[nodiscard]] constexpr std::size_t left() const noexcept { return left_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return left_ == 0; }
    [[nodiscard]] constexpr const Views& all() const noexcept { return all_; }
    constexpr void advance(std::size_t count) noexcept {
        done_ += count;
        left_ -= count;
        for (offset_ += count; index_ != all_.size() && offset_ >= all_[index_].size(); ++index_)
            offset_ -= all_[index_].size();
    }

private:
    Views all_;
    std::size_t index_ = 0;
    std::size_t offset_ = 0;
    std::size_t done_ = 0;
    std::size_t left_;
};

/// The bytes of a `send_all` that are left to be sent. `send_all(rest)` advances the cursor as it
/// sends. After an error `done()` is the number of bytes that were sent, and the same call
/// continues from there.
template <class Data = const_bytes>
class unsent : public cursor<Data> {
public:
    using cursor<Data>::cursor;
};

template <class Range>
    requires(!gather<std::remove_cvref_t<Range>>)
unsent(Range&&) -> unsent<const_bytes>;
template <class Ranges>
    requires gather<std::remove_cvref_t<Ranges>>
unsent(Ranges&&) -> unsent<detail::kept_t<const_bytes, std::remove_cvref_t<Ranges>>>;

/// The part of a buffer that is left to be filled. `receive_exactly(rest)` advances the cursor as
/// `send_all` advances an `unsent`.
template <class Buffer = mutable_bytes>
class unfilled : public cursor<Buffer> {
public:
    using cursor<Buffer>::cursor;
};

template <class Range>
    requires(!scatter<std::remove_cvref_t<Range>>)
unfilled(Range&&) -> unfilled<mutable_bytes>;
template <class Ranges>
    requires scatter<std::remove_cvref_t<Ranges>>
unfilled(Ranges&&) -> unfilled<detail::kept_t<mutable_bytes, std::remove_cvref_t<Ranges>>>;

}  // namespace v0
}  // namespace tenon
