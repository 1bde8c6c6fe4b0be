// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

namespace tenon {
inline namespace v0 {

/// \concept narrows_to
/// Converting a `Given` to a `Value` can lose a part of it. Either `Value` is an integer, and
/// `Given` is a wider integer or enumeration, or a floating point number; or `Value` is `bool`, and
/// `Given` is a number, an enumeration or a pointer. What the compiler cannot check: whether the
/// value at hand fits. Only the type counts. Models: `long long` for `int`, `int` for `bool`. Near
/// misses: `int` for `unsigned`, which have the same size; `long` for a class.
template <class Given, class Value>
concept narrows_to =
    (std::is_same_v<Value, bool> && std::is_scalar_v<Given> && !std::is_same_v<Given, bool>) ||
    (std::is_integral_v<Value> && !std::is_same_v<Value, bool> &&
     (std::is_floating_point_v<Given> ||
      ((std::is_integral_v<Given> || std::is_enum_v<Given>) && sizeof(Given) > sizeof(Value))));

// Compilers that do not print the reason of a deleted function print this name.
struct the_value_would_be_cut_convert_it_first;

}  // namespace v0
}  // namespace tenon
