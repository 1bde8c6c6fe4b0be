// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {
namespace detail {

/// Returns the address of `object`, even if `&` is overloaded for its type. Does the same as
/// `std::addressof`, without the header `<memory>`, which takes long to compile.
template <class T>
[[nodiscard]] constexpr T* address_of(T& object) noexcept {
    return __builtin_addressof(object);
}
template <class T>
void address_of(const T&&) = delete;

}  // namespace detail
}  // namespace v0
}  // namespace tenon
