// SPDX-License-Identifier: BSL-1.0
// The value of a raw option is its representation and is not narrowed.
//
// change: 7 -> 7.0
// words clang: the_value_would_be_cut_convert_it_first
// words gcc: the_value_would_be_cut_convert_it_first
// words deleted: the value would be cut: convert it to the representation first
#include <tenon.hpp>

auto misuse() {
    return tenon::run_time_option<>(SOL_SOCKET, SO_PRIORITY, /*here*/ 7);
}
