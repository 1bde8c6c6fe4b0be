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

/// `char8_t`, or `char` if the program is built without it (-fno-char8_t).
using utf8_character = decltype(u8'x');

}  // namespace detail

/// \concept byte_like
/// A type whose object representation is one byte that programs read and write as data.
/// What the compiler cannot check: nothing.
/// Models: `std::byte`, `char`, `const unsigned char`. Near misses: `bool`, `volatile char`.
template <class T>
concept byte_like =
    std::same_as<std::remove_const_t<T>, std::byte> || std::same_as<std::remove_const_t<T>, char> ||
    std::same_as<std::remove_const_t<T>, unsigned char> ||
    std::same_as<std::remove_const_t<T>, signed char> ||
    std::same_as<std::remove_const_t<T>, detail::utf8_character>;

namespace detail {

/// True for the type of a string literal: an array of constant characters. The last element of a
/// literal is a NUL, which is rarely meant to be sent. An array of `const char` that is not a
/// literal has the same type; a `std::span` of it is a `byte_range`.
template <class T>
inline constexpr bool literal_like = false;
template <class Character, std::size_t Size>
    requires(std::same_as<Character, char> || std::same_as<Character, utf8_character>)
inline constexpr bool literal_like<const Character (&)[Size]> = true;

}  // namespace detail

/// \concept byte_range
/// Contiguous byte-like elements with a length: spans, arrays, vectors, strings, string views.
/// The least to supply: `std::data` and `std::size`. What the compiler cannot check: that they
/// describe one array.
/// Models: `std::string`, `std::array<std::byte, 4>`. Near misses: `std::vector<int>`,
/// `const char*`, `"literal"`.
template <class Range>
concept byte_range = !detail::literal_like<Range&> && requires(Range& range) {
    requires byte_like<std::remove_pointer_t<decltype(std::data(range))>>;
    { std::size(range) } -> std::convertible_to<std::size_t>;
};

/// \concept mutable_byte_range
/// A `byte_range` whose bytes can be written, and outlive the expression that names the range.
/// The least to supply: a range that is an lvalue or that `std::ranges::enable_borrowed_range`
/// declares to be a view. What the compiler cannot check: that such a view does not own its bytes.
/// Models: `std::string&`, `std::span<char>`. Near misses: `const std::string&`; `std::string`, a
/// temporary.
template <class Range>
concept mutable_byte_range =
    byte_range<std::remove_reference_t<Range>> &&
    (std::is_lvalue_reference_v<Range> ||
     std::ranges::enable_borrowed_range<std::remove_cvref_t<Range>>) &&
    requires(Range& range) {
        requires !std::is_const_v<std::remove_pointer_t<decltype(std::data(range))>>;
    };

/// \concept temporary_bytes
/// For a deduced `Range&&`: a temporary that owns its bytes, so that they end with the expression.
/// What the compiler cannot check: whether a type is a view. A view that does not specialise
/// `std::ranges::enable_borrowed_range` counts as an owner.
/// Models: `std::string`, `std::array<std::byte, 4>`. Near misses: `std::string&`, which is an
/// lvalue; `std::string_view`, which does not own its bytes.
template <class Range>
concept temporary_bytes =
    byte_range<std::remove_reference_t<Range>> && !std::is_lvalue_reference_v<Range> &&
    !std::ranges::enable_borrowed_range<std::remove_cvref_t<Range>>;

/// A buffer that a socket receives into: a pointer and a length. It does not own the bytes.
class mutable_bytes {
public:
    constexpr mutable_bytes() noexcept = default;
    constexpr mutable_bytes(std::byte* data, std::size_t size) noexcept
        : data_(data), size_(size) {}

    template <mutable_byte_range Range>
        requires(!std::same_as<std::remove_cvref_t<Range>, mutable_bytes>)
    constexpr mutable_bytes(Range&& range) noexcept
        : data_(to_bytes(std::data(range))), size_(std::size(range)) {}

    [[nodiscard]] constexpr std::byte* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr std::byte* begin() const noexcept { return data_; }
    [[nodiscard]] constexpr std::byte* end() const noexcept { return data_ + size_; }
    [[nodiscard]] constexpr std::byte& operator[](std::size_t index) const noexcept {
        return data_[index];
    }

    /// Returns the first `count` bytes, or all if there are fewer.
    [[nodiscard]] constexpr mutable_bytes first(std::size_t count) const noexcept {
        return {data_, count < size_ ? count : size_};
    }
    /// Returns the bytes after the first `count`, or none if there are fewer.
    [[nodiscard]] constexpr mutable_bytes after(std::size_t count) const noexcept {
        return count < size_ ? mutable_bytes{data_ + count, size_ - count}
                             : mutable_bytes{data_ + size_, 0};
    }

private:
    static constexpr std::byte* to_bytes(std::byte* data) noexcept { return data; }
    template <byte_like Byte>
    static std::byte* to_bytes(Byte* data) noexcept {
        return reinterpret_cast<std::byte*>(data);
    }

    // The members are in the order of the kernel's iovec: `detail::kernel_form` passes arrays of
    // views to the kernel unchanged.
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

// Compilers that cannot print the reason of a deleted function print the name of this type instead.
struct a_literal_ends_in_a_nul_write_text_bytes_or_of_an_array_std_span;

/// Bytes that a socket sends: a pointer and a length. It does not own the bytes.
///
/// A temporary that owns its bytes is accepted, because `send(std::string("x"))` and
/// `co_await send(std::string("x"))` are correct: the temporary lives until the end of the full
/// expression, in a coroutine across the suspension. A named `const_bytes` outlives it, and then
/// refers to freed memory: `const_bytes data = std::string("x")`. No constraint can tell a
/// parameter from a variable, since both are initialised in the same way. Clang warns about the
/// variable (-Wdangling). Classes that are made to be kept, such as `unsent` and `pieces`, refuse
/// such a temporary.
class const_bytes {
public:
    constexpr const_bytes() noexcept = default;
    constexpr const_bytes(const std::byte* data, std::size_t size) noexcept
        : data_(data), size_(size) {}
    constexpr const_bytes(mutable_bytes bytes) noexcept
        : data_(bytes.data()), size_(bytes.size()) {}

    template <class Range>
        requires byte_range<std::remove_reference_t<Range>> && (!temporary_bytes<Range>) &&
                     (!std::same_as<std::remove_cvref_t<Range>, const_bytes> &&
                      !std::same_as<std::remove_cvref_t<Range>, mutable_bytes>)
    constexpr const_bytes(Range&& range) noexcept
        : data_(to_bytes(std::data(range))), size_(std::size(range)) {}
    template <temporary_bytes Range>
    constexpr const_bytes(Range&& range TENON_LIFETIMEBOUND) noexcept
        : data_(to_bytes(std::data(range))), size_(std::size(range)) {}

    TENON_DELETE(
        "a string literal ends in a NUL that is not data: write \"text\"_bytes, or std::string_view(\"text\"); of an array "
        "of constant characters that is not a literal, write std::span(array)",
        template <class Character, std::size_t Size,
                  class = a_literal_ends_in_a_nul_write_text_bytes_or_of_an_array_std_span>
        requires detail::literal_like<const Character (&)[Size]>
            const_bytes(const Character (&)[Size]))

    [[nodiscard]] constexpr const std::byte* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr const std::byte* begin() const noexcept { return data_; }
    [[nodiscard]] constexpr const std::byte* end() const noexcept { return data_ + size_; }
    [[nodiscard]] constexpr const std::byte& operator[](std::size_t index) const noexcept {
        return data_[index];
    }

    /// Returns the first `count` bytes, or all if there are fewer.
    [[nodiscard]] constexpr const_bytes first(std::size_t count) const noexcept {
        return {data_, count < size_ ? count : size_};
    }
    /// Returns the bytes after the first `count`, or none if there are fewer.
    [[nodiscard]] constexpr const_bytes after(std::size_t count) const noexcept {
        return count < size_ ? const_bytes{data_ + count, size_ - count}
                             : const_bytes{data_ + size_, 0};
    }

    /// Returns whether both have the same length and the same contents.
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

/// Returns the bytes as characters, for printing and searching. The string view does not own them.
[[nodiscard]] inline std::string_view as_text(const_bytes bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The literals of tenon: `using namespace tenon::literals;`
inline namespace literals {

/// Returns the characters of the literal without the NUL that ends it.
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
