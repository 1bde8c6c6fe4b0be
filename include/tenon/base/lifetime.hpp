// SPDX-License-Identifier: BSL-1.0
#pragma once

// TENON_LIFETIMEBOUND after a parameter of a constructor declares that the object refers to the
// argument. Clang then warns about a named object whose argument ends with the expression
// (-Wdangling, on by default). GCC has no such attribute.
#if defined(__clang__)
#define TENON_LIFETIMEBOUND [[clang::lifetimebound]]
#else
#define TENON_LIFETIMEBOUND
#endif

namespace tenon {
inline namespace v0 {

// Compilers that cannot print the reason of a deleted function print the name of this type instead.
// The function is a constructor that would keep a view of a temporary.
struct a_temporary_ends_before_what_keeps_a_view_of_it;

}  // namespace v0
}  // namespace tenon
