// SPDX-License-Identifier: BSL-1.0
#pragma once

// TENON_LIFETIMEBOUND after a parameter of a constructor: the object refers to the argument. Clang warns of an object that has
// a name, and of which the argument ends with the expression (-Wdangling, on by default). GCC has no such attribute.
#if defined(__clang__)
#define TENON_LIFETIMEBOUND [[clang::lifetimebound]]
#else
#define TENON_LIFETIMEBOUND
#endif

namespace tenon {
inline namespace v0 {

// What compilers print that do not print the sentence of a deleted function: of a constructor that would keep a view of a
// temporary.
struct a_temporary_ends_before_what_keeps_a_view_of_it;

}  // namespace v0
}  // namespace tenon
