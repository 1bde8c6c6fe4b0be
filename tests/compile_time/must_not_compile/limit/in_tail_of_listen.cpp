// SPDX-License-Identifier: BSL-1.0
// `listen` does not wait, and takes no limit; `accept` does.
//
// change: tenon::backlog(16) -> tenon::within(5s)
// concept: listening_argument
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(const tenon::ipv4::endpoint& here) {
    return tenon::listen<tenon::tcp>(here, /*here*/ tenon::backlog(16));
}
