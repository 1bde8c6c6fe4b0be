// SPDX-License-Identifier: BSL-1.0
// Named pieces would outlive the temporary string that they refer to.
//
// change: head -> std::string("head")
// words clang: a_temporary_ends_before_what_keeps_a_view_of_it
// words gcc: a_temporary_ends_before_what_keeps_a_view_of_it
// words deleted: pieces keep views, and the bytes of a temporary end with the expression: give them a name first
#include <string>

#include <tenon.hpp>

auto misuse(const std::string& head, const std::string& body) {
    const tenon::pieces parts{/*here*/ head, body};
    return parts.size();
}
