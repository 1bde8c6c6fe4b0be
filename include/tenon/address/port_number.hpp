// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>

#include <tenon/base/literal_error.hpp>

namespace tenon {
inline namespace v0 {

/// The port number of an endpoint (RFC 6335), as a parameter: it converts from what is certain to
/// be a port, by its type or by its value. A constant that is not from 0 to 65535 does not compile.
/// Nor does a variable of any other integral type than `std::uint16_t`: check it, and cast it.
///
/// A variable of `std::uint8_t` is refused as well, although its value is always a port: one type
/// is a simple rule, and a list of types would depend on the platform.
class port_number {
public:
    template <std::same_as<std::uint16_t> Variable>
    constexpr port_number(Variable number) noexcept : number_(number) {}
    /// Converts from a constant of any integral type except `bool`.
    template <std::integral Constant>
        requires(!std::same_as<Constant, std::uint16_t> && !std::same_as<Constant, bool>)
    consteval port_number(Constant number) noexcept : number_(static_cast<std::uint16_t>(number)) {
        if (number < 0)
            malformed_literal::port_is_negative();
        if (number > 65535)
            malformed_literal::port_exceeds_65535();
    }

    [[nodiscard]] constexpr std::uint16_t number() const noexcept { return number_; }

private:
    std::uint16_t number_;
};

}  // namespace v0
}  // namespace tenon
