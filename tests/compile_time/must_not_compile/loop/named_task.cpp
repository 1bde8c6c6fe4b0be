// SPDX-License-Identifier: BSL-1.0
// A task is awaited once, as an rvalue.
//
// change: std::move(made) -> made
// words gcc: a_task_is_awaited_once
// words clang: deleted|await_ready
// words deleted: a task is awaited once
#include <utility>

#include <tenon/loops.hpp>

tenon::task<int> work();

tenon::task<int> misuse() {
    auto made = work();
    co_return co_await /*here*/ std::move(made);
}
