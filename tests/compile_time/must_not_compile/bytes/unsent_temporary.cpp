// SPDX-License-Identifier: BSL-1.0
// A named cursor would outlive the temporary string that it refers to.
//
// change: text -> std::string("text")
// words clang: a_temporary_ends_before_what_keeps_a_view_of_it
// words gcc: a_temporary_ends_before_what_keeps_a_view_of_it
// words deleted: a cursor keeps a view, and the bytes of this temporary end with the expression: give them a name first
#include <string>

#include <tenon.hpp>

auto misuse(const std::string& text) {
    tenon::unsent rest(/*here*/ text);
    return rest.left();
}
