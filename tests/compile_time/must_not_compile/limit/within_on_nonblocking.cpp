// SPDX-License-Identifier: BSL-1.0
// The nonblocking driver never waits, and takes no limit.
//
// change: blocking -> nonblocking
// concept: takes_limits
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4, tenon::/*here*/ blocking>& socket, tenon::mutable_bytes buffer) {
    return socket.receive(buffer, tenon::within(5s));
}
