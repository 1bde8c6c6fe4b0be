// SPDX-License-Identifier: BSL-1.0
// An operation refers to its socket and its bytes: it is awaited in the expression that makes it,
// or as an rvalue.
//
// change: std::move(sent) -> sent
// words gcc: co_await_takes_the_operation_itself
// words clang: deleted|await_ready
// words deleted: co_await takes the operation itself
#include <utility>

#include <tenon/loops.hpp>

using peer = tenon::connection<tenon::tcp, tenon::ipv4, tenon::driver_of<tenon::poll_loop>>;

tenon::task<void> misuse(peer& socket, tenon::const_bytes data) {
    auto sent = socket.send(data);
    static_cast<void>(co_await /*here*/ std::move(sent));
}
