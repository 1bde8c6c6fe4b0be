// SPDX-License-Identifier: BSL-1.0
// An option of a user does not narrow its number either.
//
// change: 7 -> 7LL
// words clang: the_value_would_be_cut_convert_it_first
// words gcc: the_value_would_be_cut_convert_it_first
// words deleted: the value would be cut: convert it to the type of the option's value first
#include <tenon.hpp>

struct priority : tenon::option<int, SOL_SOCKET, SO_PRIORITY, tenon::on_any> {
    using option::option;
};

auto misuse() {
    return priority{/*here*/ 7};
}
