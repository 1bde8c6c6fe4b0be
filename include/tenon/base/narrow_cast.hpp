// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {

namespace detail {

/// Converts a number to a type in which its value fits.
///
/// For types whose widths differ between processors and systems: `std::ptrdiff_t` to `int` narrows
/// on a 64-bit processor, and changes nothing on a 32-bit one. There GCC warns about a cast that is
/// written out (-Wuseless-cast), but not about a cast in a template.
template <class To, class From>
[[nodiscard]] constexpr To narrow_cast(From number) noexcept {
    return static_cast<To>(number);
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
