// SPDX-License-Identifier: BSL-1.0
// The system would read the name up to the NUL.
//
// change: "reno" -> "reno\0old"
// words: constexpr.* function .*name_contains_nul
#include <tenon.hpp>

auto misuse() {
    return tenon::options::congestion_control{/*here*/ "reno"};
}
