// SPDX-License-Identifier: BSL-1.0
// `until` needs a time point of a clock with `now()`; a local day has no clock.
//
// change: sys_days -> local_days
// concept gcc: time_point_like
// concept clang: time_point_like
// words deleted: until takes a time of a clock
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(const std::chrono::/*here*/ sys_days& day) {
    return tenon::until(day);
}
