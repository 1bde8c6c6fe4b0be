// SPDX-License-Identifier: BSL-1.0
// The verb `bind` does not wait, and takes no limit.
//
// change: connect -> bind
// concept: opening_argument
#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;

auto misuse(const tenon::ipv4::endpoint& there) {
    return tenon::/*here*/ connect<tenon::udp>(there, tenon::within(5s));
}
