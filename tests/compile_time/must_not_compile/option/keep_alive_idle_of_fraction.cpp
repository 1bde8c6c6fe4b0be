// SPDX-License-Identifier: BSL-1.0
// A duration with a fraction of a second does not convert to whole seconds.
//
// change: 2 -> 2.5
// words clang: the_value_would_be_cut_convert_it_first
// words gcc: the_value_would_be_cut_convert_it_first
// words deleted: the count would be cut: convert it to a whole number first
#include <tenon.hpp>

auto misuse() {
    return tenon::options::keep_alive_idle(tenon::whole_seconds(/*here*/ 2));
}
