// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

namespace tenon {
inline namespace v0 {

/// \concept narrows_to
/// A number of another type that C++ converts to a `Value` in silence, and of which a part is lost: a wider integer or a
/// floating point number where `Value` is an integer; any number, or a pointer, where it is a `bool`. What the compiler cannot
/// check: whether the number at hand would fit. The type decides. Models: `long long` for `int`, `int` for `bool`. Near misses:
/// `int` for `unsigned`, which both have 32 bits; `long` for a class.
template <class Given, class Value>
concept narrows_to = (std::is_same_v<Value, bool> && std::is_scalar_v<Given> && !std::is_same_v<Given, bool>) ||
                     (std::is_integral_v<Value> && !std::is_same_v<Value, bool> &&
                      (std::is_floating_point_v<Given> ||
                       ((std::is_integral_v<Given> || std::is_enum_v<Given>) && sizeof(Given) > sizeof(Value))));

// What compilers print that do not print the sentence of a deleted function.
struct the_value_would_be_cut_convert_it_first;

}  // namespace v0
}  // namespace tenon
