// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {

namespace detail {

/// Converts a number to a type in which its value fits.
///
/// For types whose widths differ between processors and systems: `std::ptrdiff_t` to `int` is narrower on a processor of 64
/// bits, and the same type on one of 32. There GCC warns of a cast that is written out (-Wuseless-cast); of one in a template
/// it does not.
template <class To, class From>
[[nodiscard]] constexpr To narrow_cast(From number) noexcept {
    return static_cast<To>(number);
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
