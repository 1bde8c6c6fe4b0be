// SPDX-License-Identifier: BSL-1.0
// The value of a spawned task would be lost.
//
// change: task<void> -> task<int>
// words gcc: cannot convert 'task<int>' to 'task<void>'
// words clang: task<int>
// words deleted: a spawned task returns nothing
#include <tenon/loops.hpp>

tenon::/*here*/ task<void> work();

void misuse(tenon::scope& all) {
    all.spawn(work());
}
