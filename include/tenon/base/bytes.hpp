// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

#include <tenon/base/lifetime.hpp>
#include <tenon/base/refuse.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// `char8_t`; `char` in a program that is built without it (-fno-char8_t).
using utf8_character = decltype(u8'x');

}  // namespace detail

/// \concept byte_like
/// An element whose object representation is one byte that programs read and write as data.
/// What the compiler cannot check: nothing.
/// Models: `std::byte`, `char`, `const unsigned char`. Near misses: `bool`, `volatile char`.
template <class T>
concept byte_like = std::same_as<std::remove_const_t<T>, std::byte> || std::same_as<std::remove_const_t<T>, char> ||
                    std::same_as<std::remove_const_t<T>, unsigned char> || std::same_as<std::remove_const_t<T>, signed char> ||
                    std::same_as<std::remove_const_t<T>, detail::utf8_character>;

namespace detail {

/// True for the type of a string literal, whose last element is a NUL that is rarely meant to be sent. An array of `const char`
/// that is not a literal has the same type: `std::span` of it is a `byte_range`.
template <class T>
inline constexpr bool literal_like = false;
template <class Character, std::size_t Size>
    requires(std::same_as<Character, char> || std::same_as<Character, utf8_character>)
inline constexpr bool literal_like<const Character (&)[Size]> = true;

}  // namespace detail

/// \concept byte_range
/// Contiguous byte-like elements with a length: spans, arrays, vectors, strings, string views.
/// The least to supply: `std::data` and `std::size`. What the compiler cannot check: that they describe one array.
/// Models: `std::string`, `std::array<std::byte, 4>`. Near misses: `std::vector<int>`, `const char*`, `"literal"`.
template <class Range>
concept byte_range = !detail::literal_like<Range&> && requires(Range& range) {
    requires byte_like<std::remove_pointer_t<decltype(std::data(range))>>;
    { std::size(range) } -> std::convertible_to<std::size_t>;
};

/// \concept mutable_byte_range
/// A `byte_range` whose bytes may be written and outlive the expression that names it.
/// Near misses: `const std::string`, and a `std::string` that is about to be destroyed.
template <class Range>
concept mutable_byte_range =
    byte_range<std::remove_reference_t<Range>> &&
    (std::is_lvalue_reference_v<Range> || std::ranges::enable_borrowed_range<std::remove_cvref_t<Range>>) &&
    requires(Range& range) { requires !std::is_const_v<std::remove_pointer_t<decltype(std::data(range))>>; };

/// \concept temporary_bytes
/// Of a deduced `Range&&`: bytes that end with the expression, since a temporary owns them.
/// What the compiler cannot check: that a view which has no specialisation of `std::ranges::enable_borrowed_range` is one.
/// Models: `std::string`, `std::array<std::byte, 4>`. Near misses: `std::string&`, which has a name; `std::string_view`, which
/// does not own what it shows.
template <class Range>
concept temporary_bytes = byte_range<std::remove_reference_t<Range>> && !std::is_lvalue_reference_v<Range> &&
                          !std::ranges::enable_borrowed_range<std::remove_cvref_t<Range>>;

/// Bytes to be filled: a pointer and a length, not owned. What a socket receives into.
class mutable_bytes {
public:
    constexpr mutable_bytes() noexcept = default;
    constexpr mutable_bytes(std::byte* data, std::size_t size) noexcept : data_(data), size_(size) {}

    template <mutable_byte_range Range>
        requires(!std::same_as<std::remove_cvref_t<Range>, mutable_bytes>)
    constexpr mutable_bytes(Range&& range) noexcept : data_(to_bytes(std::data(range))), size_(std::size(range)) {}

    [[nodiscard]] constexpr std::byte* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr std::byte* begin() const noexcept { return data_; }
    [[nodiscard]] constexpr std::byte* end() const noexcept { return data_ + size_; }
    [[nodiscard]] constexpr std::byte& operator[](std::size_t index) const noexcept { return data_[index]; }

    /// The first `count` bytes; all of them where there are fewer.
    [[nodiscard]] constexpr mutable_bytes first(std::size_t count) const noexcept {
        return {data_, count < size_ ? count : size_};
    }
    /// What follows the first `count` bytes; nothing where there are fewer.
    [[nodiscard]] constexpr mutable_bytes after(std::size_t count) const noexcept {
        return count < size_ ? mutable_bytes{data_ + count, size_ - count} : mutable_bytes{data_ + size_, 0};
    }

private:
    static constexpr std::byte* to_bytes(std::byte* data) noexcept { return data; }
    template <byte_like Byte>
    static std::byte* to_bytes(Byte* data) noexcept {
        return reinterpret_cast<std::byte*>(data);
    }

    // In this order: see os::posix, which hands arrays of views to the kernel as they are.
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

// What compilers print that do not print the sentence of a deleted function.
struct a_literal_ends_in_a_nul_write_text_bytes_or_of_an_array_std_span;

/// Bytes to be read: a pointer and a length, not owned. What a socket sends.
///
/// A temporary that owns its bytes is taken too, because `send(std::string("x"))` and `co_await send(std::string("x"))` are
/// right: the temporary lives until the end of the full expression, in a coroutine across the suspension. A `const_bytes` that
/// has a name outlives it: `const_bytes data = std::string("x")`. A parameter and a variable are made alike, so no constraint
/// tells them apart; Clang warns of the variable (-Wdangling). What is made to be kept, such as `unsent` and `pieces`, refuses
/// such a temporary.
class const_bytes {
public:
    constexpr const_bytes() noexcept = default;
    constexpr const_bytes(const std::byte* data, std::size_t size) noexcept : data_(data), size_(size) {}
    constexpr const_bytes(mutable_bytes bytes) noexcept : data_(bytes.data()), size_(bytes.size()) {}

    template <class Range>
        requires byte_range<std::remove_reference_t<Range>> && (!temporary_bytes<Range>) &&
                     (!std::same_as<std::remove_cvref_t<Range>, const_bytes> &&
                      !std::same_as<std::remove_cvref_t<Range>, mutable_bytes>)
    constexpr const_bytes(Range&& range) noexcept : data_(to_bytes(std::data(range))), size_(std::size(range)) {}
    template <temporary_bytes Range>
    constexpr const_bytes(Range&& range TENON_LIFETIMEBOUND) noexcept
        : data_(to_bytes(std::data(range))), size_(std::size(range)) {}

    TENON_DELETE(
        "a string literal ends in a NUL that is not data: write \"text\"_bytes, or std::string_view(\"text\"); of an array "
        "of constant characters that is not a literal, write std::span(array)",
        template <class Character, std::size_t Size, class = a_literal_ends_in_a_nul_write_text_bytes_or_of_an_array_std_span>
        requires detail::literal_like<const Character (&)[Size]>
            const_bytes(const Character (&)[Size]))

    [[nodiscard]] constexpr const std::byte* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr const std::byte* begin() const noexcept { return data_; }
    [[nodiscard]] constexpr const std::byte* end() const noexcept { return data_ + size_; }
    [[nodiscard]] constexpr const std::byte& operator[](std::size_t index) const noexcept { return data_[index]; }

    /// The first `count` bytes; all of them where there are fewer.
    [[nodiscard]] constexpr const_bytes first(std::size_t count) const noexcept {
        return {data_, count < size_ ? count : size_};
    }
    /// What follows the first `count` bytes; nothing where there are fewer.
    [[nodiscard]] constexpr const_bytes after(std::size_t count) const noexcept {
        return count < size_ ? const_bytes{data_ + count, size_ - count} : const_bytes{data_ + size_, 0};
    }

    /// Equal bytes, wherever they are.
    [[nodiscard]] friend constexpr bool operator==(const_bytes left, const_bytes right) noexcept {
        if (left.size_ != right.size_)
            return false;
        for (std::size_t index = 0; index != left.size_; ++index)
            if (left.data_[index] != right.data_[index])
                return false;
        return true;
    }

private:
    static constexpr const std::byte* to_bytes(const std::byte* data) noexcept { return data; }
    template <byte_like Byte>
    static const std::byte* to_bytes(const Byte* data) noexcept {
        return reinterpret_cast<const std::byte*>(data);
    }

    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

/// The bytes as characters, for printing and searching; not owned.
[[nodiscard]] inline std::string_view as_text(const_bytes bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// What is written behind a literal: `using namespace tenon::literals;`
inline namespace literals {

/// The characters of the literal, without the NUL that ends it.
[[nodiscard]] inline const_bytes operator""_bytes(const char* text, std::size_t size) noexcept {
    return std::string_view(text, size);
}

}  // namespace literals

}  // namespace v0
}  // namespace tenon

template <>
inline constexpr bool std::ranges::enable_borrowed_range<tenon::mutable_bytes> = true;
template <>
inline constexpr bool std::ranges::enable_borrowed_range<tenon::const_bytes> = true;
