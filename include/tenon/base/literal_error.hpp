// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <system_error>

#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

// The errors of malformed literals, and of constants that are not ports or names. None of these
// functions is constexpr: a constant expression that calls one is an error, and the compiler prints
// the name of the function.
//
// They are defined, since Clang generates code for some calls of a consteval constructor: Clang 16
// for those in a default member initializer or a default argument, Clang 19 for some of those in
// `std::optional` and `std::variant`. There a correct value must link, even that of a variable, and
// another value ends the program.
namespace malformed_literal {

// clang-format off
[[noreturn]] inline void text_is_empty() { std::terminate(); }
[[noreturn]] inline void unexpected_character() { std::terminate(); }
[[noreturn]] inline void ipv4_octet_missing() { std::terminate(); }
[[noreturn]] inline void ipv4_octet_exceeds_255() { std::terminate(); }
[[noreturn]] inline void ipv4_octet_has_leading_zero() { std::terminate(); }
[[noreturn]] inline void ipv4_has_not_four_octets() { std::terminate(); }
[[noreturn]] inline void ipv6_bracket_missing() { std::terminate(); }
[[noreturn]] inline void ipv6_group_missing() { std::terminate(); }
[[noreturn]] inline void ipv6_group_exceeds_four_digits() { std::terminate(); }
[[noreturn]] inline void ipv6_has_not_eight_groups() { std::terminate(); }
[[noreturn]] inline void ipv6_is_shortened_twice() { std::terminate(); }
[[noreturn]] inline void ipv6_zone_is_not_an_index() { std::terminate(); }
[[noreturn]] inline void port_missing() { std::terminate(); }
[[noreturn]] inline void port_is_negative() { std::terminate(); }
[[noreturn]] inline void port_is_not_a_number() { std::terminate(); }
[[noreturn]] inline void port_exceeds_65535() { std::terminate(); }
[[noreturn]] inline void port_has_leading_zero() { std::terminate(); }
[[noreturn]] inline void not_a_multicast_address() { std::terminate(); }
[[noreturn]] inline void not_an_ipv4_address() { std::terminate(); }
[[noreturn]] inline void not_an_ipv6_address() { std::terminate(); }
[[noreturn]] inline void not_an_ip_address() { std::terminate(); }
[[noreturn]] inline void prefix_length_missing() { std::terminate(); }
[[noreturn]] inline void prefix_length_too_great() { std::terminate(); }
[[noreturn]] inline void prefix_length_has_leading_zero() { std::terminate(); }
[[noreturn]] inline void network_has_host_bits() { std::terminate(); }
[[noreturn]] inline void path_is_empty() { std::terminate(); }
[[noreturn]] inline void path_contains_nul() { std::terminate(); }
[[noreturn]] inline void name_contains_nul() { std::terminate(); }
[[noreturn]] inline void array_does_not_end_in_nul() { std::terminate(); }
[[noreturn]] inline void escape_is_malformed() { std::terminate(); }
[[noreturn]] inline void path_too_long() { std::terminate(); }
// clang-format on

}  // namespace malformed_literal

namespace detail {

/// Returns the value of a literal. A malformed literal does not compile, and the compiler's error
/// names the reason.
template <class T>
consteval T literal_value(const result<T>& parsed) {
    if (!parsed) {
        const auto is = [number = parsed.why().number()](auto error) {
            return number == static_cast<int>(error);
        };
        // clang-format off
        if (is(errc::text_is_empty)) malformed_literal::text_is_empty();
        else if (is(errc::ipv4_octet_missing)) malformed_literal::ipv4_octet_missing();
        else if (is(errc::ipv4_octet_exceeds_255)) malformed_literal::ipv4_octet_exceeds_255();
        else if (is(errc::ipv4_octet_has_leading_zero)) malformed_literal::ipv4_octet_has_leading_zero();
        else if (is(errc::ipv4_has_not_four_octets)) malformed_literal::ipv4_has_not_four_octets();
        else if (is(errc::ipv6_bracket_missing)) malformed_literal::ipv6_bracket_missing();
        else if (is(errc::ipv6_group_missing)) malformed_literal::ipv6_group_missing();
        else if (is(errc::ipv6_group_exceeds_four_digits)) malformed_literal::ipv6_group_exceeds_four_digits();
        else if (is(errc::ipv6_has_not_eight_groups)) malformed_literal::ipv6_has_not_eight_groups();
        else if (is(errc::ipv6_is_shortened_twice)) malformed_literal::ipv6_is_shortened_twice();
        else if (is(errc::ipv6_zone_is_not_an_index)) malformed_literal::ipv6_zone_is_not_an_index();
        else if (is(errc::port_missing)) malformed_literal::port_missing();
        else if (is(errc::port_is_not_a_number)) malformed_literal::port_is_not_a_number();
        else if (is(errc::port_exceeds_65535)) malformed_literal::port_exceeds_65535();
        else if (is(errc::port_has_leading_zero)) malformed_literal::port_has_leading_zero();
        else if (is(errc::not_a_multicast_address)) malformed_literal::not_a_multicast_address();
        else if (is(errc::not_an_ipv4_address)) malformed_literal::not_an_ipv4_address();
        else if (is(errc::not_an_ipv6_address)) malformed_literal::not_an_ipv6_address();
        else if (is(errc::not_an_ip_address)) malformed_literal::not_an_ip_address();
        else if (is(errc::prefix_length_missing)) malformed_literal::prefix_length_missing();
        else if (is(errc::prefix_length_too_great)) malformed_literal::prefix_length_too_great();
        else if (is(errc::prefix_length_has_leading_zero)) malformed_literal::prefix_length_has_leading_zero();
        else if (is(errc::network_has_host_bits)) malformed_literal::network_has_host_bits();
        else if (is(errc::path_is_empty)) malformed_literal::path_is_empty();
        else if (is(errc::path_contains_nul)) malformed_literal::path_contains_nul();
        else if (is(errc::escape_is_malformed)) malformed_literal::escape_is_malformed();
        else if (is(std::errc::filename_too_long)) malformed_literal::path_too_long();
        else malformed_literal::unexpected_character();
        // clang-format on
    }
    return *parsed;
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
