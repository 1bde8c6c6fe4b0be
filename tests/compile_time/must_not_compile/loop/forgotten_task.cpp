// SPDX-License-Identifier: BSL-1.0
// A task that is not awaited never begins.
//
// change: co_await work(); -> work();
// words: a task begins when it is awaited, spawned or run
#include <tenon/loops.hpp>

tenon::task<void> work();

tenon::task<void> misuse() {
    /*here*/ co_await work();
    co_return;
}
