// SPDX-License-Identifier: BSL-1.0
// An operation without a socket does not exist.
//
// change: sent = socket.send(data); -> sent;
// words: no matching
#include <utility>

#include <tenon/loops.hpp>

using peer = tenon::connection<tenon::tcp, tenon::ipv4, tenon::driver_of<tenon::poll_loop>>;

tenon::task<void> misuse([[maybe_unused]] peer& socket, [[maybe_unused]] tenon::const_bytes data) {
    decltype(socket.send(data)) /*here*/ sent = socket.send(data);
    static_cast<void>(co_await std::move(sent));
}
