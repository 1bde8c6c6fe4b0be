// SPDX-License-Identifier: BSL-1.0
// A local day is on no clock that could be asked.
//
// change: sys_days -> local_days
// concept: time_point_like
// first clang: 5
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(const std::chrono::/*here*/ sys_days& day) {
    return tenon::until(day);
}
