// SPDX-License-Identifier: BSL-1.0
// `wait_any` waits for sockets; a limit alone is a sleep.
//
// change: server -> tenon::within(5s)
// concept clang: becomes_ready
// words gcc: expression .\(becomes_ready<Arguments, Event> \|\| \.\.\.\)
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse([[maybe_unused]] const tenon::listener<tenon::tcp, tenon::ipv4>& server) {
    return tenon::wait_any(tenon::readable, /*here*/ server);
}
