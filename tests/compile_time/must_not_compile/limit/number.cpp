// SPDX-License-Identifier: BSL-1.0
// A number has no unit: milliseconds in poll(2), seconds elsewhere.
//
// change: tenon::within(5s) -> 5000
// concept: takes_limits
// further concept clang: limit
// words gcc: expression .\(limit<Limits> && \.\.\.\)
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(tenon::listener<tenon::tcp, tenon::ipv4>& server) {
    return server.accept(/*here*/ tenon::within(5s));
}
