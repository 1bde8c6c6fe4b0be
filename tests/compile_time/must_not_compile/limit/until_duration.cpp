// SPDX-License-Identifier: BSL-1.0
// `until` takes a time point of a clock; `within` takes a duration.
//
// change: std::chrono::steady_clock::now() -> 5s
// concept gcc: time_point_like
// concept clang: time_point_like
// words deleted: until takes a time of a clock
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse() {
    return tenon::until(/*here*/ std::chrono::steady_clock::now());
}
