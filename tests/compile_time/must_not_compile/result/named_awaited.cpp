// SPDX-License-Identifier: BSL-1.0
// Only an rvalue can be awaited: the awaiter of a loop refers to sockets and bytes, and must not
// outlive its expression.
//
// change: std::move(sent) -> sent
// words gcc: co_await_takes_what_it_awaits
// words clang: await_ready
// words deleted: co_await takes what it awaits
#include <coroutine>
#include <exception>
#include <utility>

#include <tenon.hpp>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
};

task misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::const_bytes data) {
    auto sent = socket.send(data);
    static_cast<void>(co_await /*here*/ std::move(sent));
}
