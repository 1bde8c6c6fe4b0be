// SPDX-License-Identifier: BSL-1.0
// `until` takes a time on a clock; for a duration there is `within`.
//
// change: std::chrono::steady_clock::now() -> 5s
// concept: time_point_like
// first clang: 5
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse() {
    return tenon::until(/*here*/ std::chrono::steady_clock::now());
}
