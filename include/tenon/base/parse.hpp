// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// A text that is read from left to right. The readers take what they want and leave the rest.
class scanner {
public:
    constexpr explicit scanner(std::string_view text) noexcept : rest_(text) {}

    [[nodiscard]] constexpr std::string_view rest() const noexcept { return rest_; }
    [[nodiscard]] constexpr bool at_end() const noexcept { return rest_.empty(); }
    /// Whether the character is next.
    [[nodiscard]] constexpr bool sees(char wanted) const noexcept { return !rest_.empty() && rest_.front() == wanted; }

    /// Takes the character, if it is next.
    constexpr bool take(char wanted) noexcept {
        const bool seen = sees(wanted);
        if (seen)
            rest_.remove_prefix(1);
        return seen;
    }

    /// A decimal number without sign, without leading zeros, and at most `highest`; each way to be none has its error.
    constexpr result<std::uint32_t> decimal(std::uint32_t highest, errc missing, errc too_high, errc leading_zero) noexcept {
        if (rest_.empty() || !is_decimal(rest_.front()))
            return failure(missing);
        std::uint32_t number = 0;
        std::size_t digits = 0;
        for (; digits != rest_.size() && is_decimal(rest_[digits]); ++digits) {
            if (digits == 1 && rest_.front() == '0')
                return failure(leading_zero);
            const auto digit = static_cast<std::uint32_t>(rest_[digits] - '0');
            if (digit > highest || number > (highest - digit) / 10)
                return failure(too_high);
            number = number * 10 + digit;
        }
        rest_.remove_prefix(digits);
        return number;
    }

    /// One to four hexadecimal digits.
    constexpr result<std::uint32_t> hexadecimal() noexcept {
        std::uint32_t number = 0;
        std::size_t digits = 0;
        for (; digits != rest_.size() && hexadecimal_digit(rest_[digits]) < 16; ++digits) {
            if (digits == 4)
                return failure(errc::ipv6_group_exceeds_four_digits);
            number = number << 4 | hexadecimal_digit(rest_[digits]);
        }
        if (digits == 0)
            return failure(errc::ipv6_group_missing);
        rest_.remove_prefix(digits);
        return number;
    }

private:
    static constexpr bool is_decimal(char letter) noexcept { return letter >= '0' && letter <= '9'; }
    static constexpr std::uint32_t hexadecimal_digit(char letter) noexcept {
        if (is_decimal(letter))
            return static_cast<std::uint32_t>(letter - '0');
        if (letter >= 'a' && letter <= 'f')
            return static_cast<std::uint32_t>(letter - 'a' + 10);
        if (letter >= 'A' && letter <= 'F')
            return static_cast<std::uint32_t>(letter - 'A' + 10);
        return 16;
    }

    std::string_view rest_;
};

namespace detail {

/// Reads all that is left as the port after a colon: 0 to 65535.
constexpr result<std::uint32_t> parse_port(scanner& text) noexcept {
    if (!text.take(':'))
        return failure(text.at_end() ? errc::port_missing : errc::unexpected_character);
    const auto port = text.decimal(65535, errc::port_missing, errc::port_exceeds_65535, errc::port_has_leading_zero);
    if (!port)
        return port.why();
    if (!text.at_end())
        return failure(errc::unexpected_character);
    return port;
}

}  // namespace detail

/// Reads an address or an endpoint from all of a text, strictly: `parse<ipv4::endpoint>("127.0.0.1:80")`.
/// Errors: those of `errc` that speak of text.
template <class T>
[[nodiscard]] constexpr result<T> parse(std::string_view text) {
    return T::parse(text);
}

}  // namespace v0
}  // namespace tenon
