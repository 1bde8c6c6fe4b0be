// SPDX-License-Identifier: BSL-1.0
#pragma once

// The monadic members of `result`, for all value categories and for `void`.

#include <type_traits>
#include <utility>

#include <tenon/base/expected.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

template <class Self, class Function>
constexpr decltype(auto) invoke_with_value(Self&& self, Function&& function) {
    if constexpr (std::is_void_v<typename std::remove_cvref_t<Self>::value_type>)
        return std::forward<Function>(function)();
    else if constexpr (std::is_lvalue_reference_v<Self>)
        return std::forward<Function>(function)(*self);
    else
        // Not *std::move(self): that is a temporary, to which the returned value may refer.
        return std::forward<Function>(function)(std::move(*self));
}

template <class Self, class Function>
constexpr auto and_then(Self&& self, Function&& function) {
    using next = std::remove_cvref_t<decltype(detail::invoke_with_value(
        std::forward<Self>(self), std::forward<Function>(function)))>;
    static_assert(is_result<next>,
                  "and_then takes a function that returns a result; transform takes any other");
    if (self)
        return detail::invoke_with_value(std::forward<Self>(self),
                                         std::forward<Function>(function));
    return next(self.why());
}

template <class Self, class Function>
constexpr auto transform(Self&& self, Function&& function) {
    using value = std::remove_cv_t<decltype(detail::invoke_with_value(
        std::forward<Self>(self), std::forward<Function>(function)))>;
    if (!self)
        return result<value>(self.why());
    if constexpr (std::is_void_v<value>) {
        detail::invoke_with_value(std::forward<Self>(self), std::forward<Function>(function));
        return result<value>();
    } else {
        return result<value>(
            std::in_place,
            detail::invoke_with_value(std::forward<Self>(self), std::forward<Function>(function)));
    }
}

template <class Self, class Function>
constexpr auto or_else(Self&& self, Function&& function) {
    using same = std::remove_cvref_t<Self>;
    if (self)
        return same(std::forward<Self>(self));
    return same(std::forward<Function>(function)(self.error()));
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
