// SPDX-License-Identifier: BSL-1.0
// An operation cannot be moved into another object, because the loop has its address.
//
// change: auto& -> auto
// words: deleted
// words clang: outcome|pending_operation|limited_wait
#include <utility>

#include <tenon/loops.hpp>

using peer = tenon::connection<tenon::tcp, tenon::ipv4, tenon::driver_of<tenon::poll_loop>>;

tenon::task<void> misuse(peer& socket, tenon::const_bytes data) {
    auto sent = socket.send(data);
    /*here*/ auto& stored = sent;
    static_cast<void>(co_await std::move(stored));
}
