// SPDX-License-Identifier: BSL-1.0
// `set` does not wait, and takes no limit.
//
// change: ) -> , tenon::within(5s))
// words: (expects 1 argument, 2 provided|requires single argument 'option')
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) {
    return socket.set(tenon::options::no_delay(true) /*here*/);
}
