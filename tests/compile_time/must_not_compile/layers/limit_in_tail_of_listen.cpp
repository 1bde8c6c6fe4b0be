// SPDX-License-Identifier: BSL-1.0
// `listen` does not wait, with layers either; `accept` and `handshake` do.
//
// change: tenon::backlog(16) -> tenon::within(5s)
// concept: listening_argument
#include <chrono>

#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using namespace std::chrono_literals;

auto misuse(const tenon::ipv4::endpoint& here) {
    return tenon::listen<tenon::layered<tallying, tenon::tcp>>(here, /*here*/ tenon::backlog(16));
}
