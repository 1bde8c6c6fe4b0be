// SPDX-License-Identifier: BSL-1.0
// The last letter of an array without a NUL would be lost.
//
// change: [5] = "reno" -> [4] = {'r', 'e', 'n', 'o'}
// words: constexpr.* function .*array_does_not_end_in_nul
#include <tenon.hpp>

constexpr char name /*here*/[5] = "reno";

auto misuse() {
    return tenon::options::congestion_control{name};
}
