// SPDX-License-Identifier: BSL-1.0
// A number has no unit.
//
// change: 5s -> 5
// concept gcc: duration_like
// concept clang: duration_like
// words deleted: within takes a duration
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse() {
    return tenon::within(/*here*/ 5s);
}
