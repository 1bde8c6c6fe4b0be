// SPDX-License-Identifier: BSL-1.0
// The layers belong to one socket.
//
// change: tenon::tcp -> protocol
// concept: !has_session
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered<tallying, tenon::tcp>;

auto misuse(tenon::connection</*here*/ tenon::tcp, tenon::ipv4>& socket) {
    return socket.duplicate();
}
