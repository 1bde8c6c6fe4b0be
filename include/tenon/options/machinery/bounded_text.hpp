// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

#include <tenon/base/error.hpp>
#include <tenon/base/literal_error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {

/// A name of at most `Capacity` bytes without a NUL, for options whose value the system reads up to
/// the first NUL.
///
/// Constructed from a string literal; the NUL that ends the literal is not part of the name. A
/// literal that is too long or contains another NUL does not compile. An array must be a constant,
/// and must end in a NUL. `from` takes text that is known only at run time.
template <std::size_t Capacity>
class bounded_text {
public:
    constexpr bounded_text() noexcept = default;
    template <std::size_t Size>
        requires(Size - 1 <= Capacity)
    consteval bounded_text(const char (&literal)[Size]) noexcept {
        if (literal[Size - 1] != '\0')
            malformed_literal::array_does_not_end_in_nul();
        const std::string_view text(literal, Size - 1);
        if (text.find('\0') != std::string_view::npos)
            malformed_literal::name_contains_nul();
        fill(text);
    }

    /// Returns the name that consists of all of `text`.
    ///
    /// Errors: `filename_too_long` if it is longer than `Capacity`; `errc::name_contains_nul`.
    [[nodiscard]] static constexpr result<bounded_text> from(std::string_view text) noexcept {
        if (text.size() > Capacity)
            return failure(std::errc::filename_too_long);
        if (text.find('\0') != std::string_view::npos)
            return failure(errc::name_contains_nul);
        bounded_text made;
        made.fill(text);
        return made;
    }
    /// Returns the name that the system has written to the `buffer` bytes at `text`, with or
    /// without a NUL at its end; at most its first `Capacity` bytes.
    [[nodiscard]] static constexpr bounded_text up_to_nul(const char* text,
                                                          std::size_t buffer) noexcept {
        const std::string_view all(text, buffer < Capacity ? buffer : Capacity);
        bounded_text made;
        made.fill(all.substr(0, all.find('\0')));
        return made;
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {letters_, size_}; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

    friend constexpr bool operator==(const bounded_text& left, const bounded_text& right) noexcept {
        return left.view() == right.view();
    }

private:
    constexpr void fill(std::string_view text) noexcept { size_ = text.copy(letters_, Capacity); }

    std::size_t size_ = 0;
    char letters_[Capacity] = {};
};

/// The system takes the bytes of a name without a NUL, and returns them with or without one.
template <std::size_t Capacity>
struct option_representation<bounded_text<Capacity>> {
    struct type {
        char letters[Capacity + 1];
    };
    static constexpr bool varies_in_size = true;
    static constexpr os::address_length size(const bounded_text<Capacity>& value) noexcept {
        return static_cast<os::address_length>(value.size());
    }
    static constexpr type encode(const bounded_text<Capacity>& value) noexcept {
        type taken{};
        value.view().copy(taken.letters, value.size());
        return taken;
    }
    static constexpr bounded_text<Capacity> decode(const type& given,
                                                   os::address_length size) noexcept {
        return bounded_text<Capacity>::up_to_nul(given.letters, size);
    }
};

}  // namespace v0
}  // namespace tenon
