// SPDX-License-Identifier: BSL-1.0
// One thread cannot send while another receives, unless every layer allows it.
//
// change: true -> false
// concept: both_ways_at_once
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct answering : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = /*here*/ true;
};

auto misuse(tenon::connection<tenon::layered<answering, tenon::tcp>, tenon::ipv4> socket) {
    return std::move(socket).split();
}
