// SPDX-License-Identifier: BSL-1.0
// The received bytes would be destroyed with the temporary vector.
//
// change: buffer -> std::vector<std::byte>(3)
// words clang: a_temporary_ends_before_what_keeps_a_view_of_it
// words gcc: a_temporary_ends_before_what_keeps_a_view_of_it
// words deleted: a cursor keeps a view, and the bytes of this temporary end with the expression: give them a name first
#include <vector>

#include <tenon.hpp>

auto misuse(std::vector<std::byte>& buffer) {
    tenon::unfilled rest(/*here*/ buffer);
    return rest.left();
}
