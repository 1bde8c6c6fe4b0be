// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {
namespace detail {

/// The address of an object whose type, or a namespace of whose type, may overload `&`: `std::addressof`, whose header
/// `<memory>` costs more to compile than all of tenon.
template <class T>
[[nodiscard]] constexpr T* address_of(T& object) noexcept {
    return __builtin_addressof(object);
}
template <class T>
void address_of(const T&&) = delete;

}  // namespace detail
}  // namespace v0
}  // namespace tenon
