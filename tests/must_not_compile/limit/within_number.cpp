// SPDX-License-Identifier: BSL-1.0
// A number has no unit.
//
// change: 5s -> 5
// concept: duration_like
// first clang: 5
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse() {
    return tenon::within(/*here*/ 5s);
}
