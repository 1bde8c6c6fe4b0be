// SPDX-License-Identifier: BSL-1.0
// The nonblocking driver only begins an attempt to connect, and takes no limit.
//
// change: blocking() -> nonblocking()
// concept clang: connecting_argument
// concept gcc: connecting_argument
// first gcc: 15
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(const tenon::ipv4::endpoint& there) {
    return tenon::connect<tenon::tcp>(tenon::/*here*/ blocking(), there, tenon::within(5s));
}
