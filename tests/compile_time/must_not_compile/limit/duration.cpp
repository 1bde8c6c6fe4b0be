// SPDX-License-Identifier: BSL-1.0
// A duration is not a limit: write `within(duration)`.
//
// change: tenon::within(5s) -> 5s
// concept: takes_limits
// further concept clang: limit
// words gcc: expression .\(limit<Limits> && \.\.\.\)
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::mutable_bytes buffer) {
    return socket.receive(buffer, /*here*/ tenon::within(5s));
}
