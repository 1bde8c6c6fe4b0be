// SPDX-License-Identifier: BSL-1.0
// `within` takes a duration; `until` takes a time point of a clock.
//
// change: 5s -> std::chrono::steady_clock::now()
// concept gcc: duration_like
// concept clang: duration_like
// words deleted: within takes a duration
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse() {
    return tenon::within(/*here*/ 5s);
}
