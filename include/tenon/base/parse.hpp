// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// Reads a text from left to right. Each member function takes the characters that it is to read
/// and leaves the rest.
class scanner {
public:
    constexpr explicit scanner(std::string_view text) noexcept : rest_(text) {}

    [[nodiscard]] constexpr std::string_view rest() const noexcept { return rest_; }
    [[nodiscard]] constexpr bool at_end() const noexcept { return rest_.empty(); }
    /// Returns whether `wanted` is the next character.
    [[nodiscard]] constexpr bool sees(char wanted) const noexcept {
        return !rest_.empty() && rest_.front() == wanted;
    }

    /// Takes the next character if it is `wanted`. Returns whether it was.
    constexpr bool take(char wanted) noexcept {
        const bool seen = sees(wanted);
        if (seen)
            rest_.remove_prefix(1);
        return seen;
    }

    /// Takes a decimal number without sign and without leading zeros, `highest` at most.
    /// Errors: `missing`, `too_high` or `leading_zero`; nothing is taken then.
    constexpr result<std::uint32_t> decimal(std::uint32_t highest, errc missing, errc too_high,
                                            errc leading_zero) noexcept {
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

    /// Takes one to four hexadecimal digits.
    /// Errors: `ipv6_group_missing` or `ipv6_group_exceeds_four_digits`; nothing is taken then.
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
    static constexpr bool is_decimal(char letter) noexcept {
        return letter >= '0' && letter <= '9';
    }
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

/// Reads the rest of the text, which must be a colon and a port: 0 to 65535.
constexpr result<std::uint32_t> parse_port(scanner& text) noexcept {
    if (!text.take(':'))
        return failure(text.at_end() ? errc::port_missing : errc::unexpected_character);
    if (!text.at_end() && (text.rest().front() < '0' || text.rest().front() > '9'))
        return failure(errc::port_is_not_a_number);
    const auto port = text.decimal(65535, errc::port_missing, errc::port_exceeds_65535,
                                   errc::port_has_leading_zero);
    if (!port)
        return port.why();
    if (!text.at_end())
        return failure(errc::unexpected_character);
    return port;
}

/// The notation that a malformed text was probably meant to have, judged by its shape alone.
enum class text_shape {
    spaced,     ///< begins with a space or a control character
    bracketed,  ///< begins with a bracket: an IPv6 endpoint
    ipv6,       ///< has several colons, the first before any dot
    ipv4,       ///< begins with a digit or a dot, and has a dot
    number,  ///< begins with a digit and has no dot: the beginning of an address of either version
    begins_in_colon,  ///< begins with a colon and is not `ipv6`
    name              ///< anything else: localhost, *
};

[[nodiscard]] constexpr text_shape shape_of(std::string_view text) noexcept {
    constexpr std::string_view digits = "0123456789";
    constexpr std::string_view hexadecimal = "0123456789abcdefABCDEF";
    if (text.empty())
        return text_shape::name;
    const char first = text.front();
    if (static_cast<unsigned char>(first) <= ' ')
        return text_shape::spaced;
    if (first == '[')
        return text_shape::bracketed;
    const std::string_view address = text.substr(0, text.find_first_of("%/]"));
    const std::size_t colon = address.find(':');
    const std::size_t dot = address.find('.');
    const std::string_view host = address.substr(0, colon);
    const bool is_hexadecimal = host.find_first_not_of(hexadecimal) == std::string_view::npos;
    const bool has_two =
        colon != std::string_view::npos && address.find(':', colon + 1) != std::string_view::npos;
    if (has_two && colon < dot && (is_hexadecimal || address.find("::") != std::string_view::npos))
        return text_shape::ipv6;
    if (first == ':')
        return text_shape::begins_in_colon;
    if (first != '.' && digits.find(first) == std::string_view::npos)
        return text_shape::name;
    // A host name may begin with a digit, but its last label does not.
    const std::string_view last = host.substr(host.rfind('.') + 1);
    if (!last.empty() && (last.front() | 0x20) >= 'a' && (last.front() | 0x20) <= 'z')
        return text_shape::name;
    return dot < host.size() ? text_shape::ipv4 : text_shape::number;
}

/// The notation that a parser reads.
enum class text_form {
    of_ipv4,          ///< an address, an endpoint or a network of IPv4
    of_ipv6,          ///< an address or a network of IPv6
    endpoint_of_ipv6  ///< an endpoint of IPv6, with brackets
};

/// Returns the error to report for a malformed text. If the text looks like something that the
/// parser does not read, such as a host name, the error states this. Otherwise it is `why`, the
/// error at which the parser stopped.
[[nodiscard]] constexpr failure refusal(std::string_view text, text_form form,
                                        failure why) noexcept {
    if (text.empty())
        return why;
    text_shape shape = detail::shape_of(text);
    const bool bracketed = shape == text_shape::bracketed;
    if (bracketed) {
        const std::size_t end = text.find(']');
        const std::string_view inside =
            text.substr(1, end == std::string_view::npos ? end : end - 1);
        if (inside.empty())
            return form != text_form::endpoint_of_ipv6 ? failure(errc::unexpected_character)
                   : end == std::string_view::npos     ? failure(errc::ipv6_bracket_missing)
                                                       : failure(errc::ipv6_group_missing);
        shape = detail::shape_of(inside);
    }
    if (shape == text_shape::spaced)
        return failure(errc::unexpected_character);
    if (shape == text_shape::name ||
        (shape == text_shape::begins_in_colon && form == text_form::of_ipv4))
        return failure(errc::not_an_ip_address);
    if (shape == text_shape::ipv6 && form == text_form::of_ipv4)
        return failure(errc::not_an_ipv4_address);
    if (shape == text_shape::ipv4 && form != text_form::of_ipv4)
        return failure(errc::not_an_ipv6_address);
    return bracketed && form != text_form::endpoint_of_ipv6 ? failure(errc::unexpected_character)
                                                            : why;
}

}  // namespace detail

/// Parses the whole text as a `T`, such as an address or an endpoint:
/// `parse<ipv4::endpoint>("127.0.0.1:80")`.
/// Errors: those of `T::parse`, such as `errc::unexpected_character`.
template <class T>
[[nodiscard]] constexpr result<T> parse(std::string_view text) {
    return T::parse(text);
}

}  // namespace v0
}  // namespace tenon
