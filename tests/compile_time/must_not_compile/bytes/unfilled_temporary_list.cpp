// SPDX-License-Identifier: BSL-1.0
// A named cursor would outlive the temporary list of ranges that it refers to.
//
// change: list -> std::array<tenon::mutable_bytes, 2>(list)
// words clang: a_temporary_ends_before_what_keeps_a_view_of_it
// words gcc: a_temporary_ends_before_what_keeps_a_view_of_it
// words deleted: a cursor keeps a view, and this temporary list ends with the expression: give it a name first
#include <array>

#include <tenon.hpp>

auto misuse(const std::array<tenon::mutable_bytes, 2>& list) {
    tenon::unfilled rest{/*here*/ list};
    return rest.left();
}
