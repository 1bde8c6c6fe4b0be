// SPDX-License-Identifier: BSL-1.0
// An operation that is not awaited is never performed.
//
// change: static_cast<void>(co_await socket.send(data)); -> socket.send(data);
// words: co_await it
#include <tenon/loops.hpp>

using peer = tenon::connection<tenon::tcp, tenon::ipv4, tenon::driver_of<tenon::poll_loop>>;

tenon::task<void> misuse(peer& socket, tenon::const_bytes data) {
    /*here*/ static_cast<void>(co_await socket.send(data));
    co_return;
}
