// SPDX-License-Identifier: BSL-1.0
// The name of an algorithm has at most fifteen letters.
//
// change: "cubic" -> "of_sixteen_bytes"
// words: (no matching|no known conversion|could not convert)
#include <tenon.hpp>

auto misuse() {
    return tenon::options::congestion_control{/*here*/ "cubic"};
}
