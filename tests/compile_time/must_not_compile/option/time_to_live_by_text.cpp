// SPDX-License-Identifier: BSL-1.0
// A text is not a number.
//
// change: 64 -> "64"
// words: (no matching|no known conversion|could not convert|cannot convert|narrowing|invalid conversion|no viable)
#include <tenon.hpp>

auto misuse() {
    return tenon::options::time_to_live{/*here*/ 64};
}
