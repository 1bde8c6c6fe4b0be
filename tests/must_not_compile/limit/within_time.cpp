// SPDX-License-Identifier: BSL-1.0
// `within` takes a duration; for a time on a clock there is `until`.
//
// change: 5s -> std::chrono::steady_clock::now()
// concept: duration_like
// first clang: 5
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse() {
    return tenon::within(/*here*/ 5s);
}
