// SPDX-License-Identifier: BSL-1.0
// `receive_urgent` never waits, and takes no limit.
//
// change: () -> (tenon::within(5s))
// words: (expects 0 arguments, 1 provided|too many arguments to function call, expected 0, have 1)
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) {
    return socket.receive_urgent /*here*/ ();
}
