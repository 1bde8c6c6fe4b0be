// SPDX-License-Identifier: BSL-1.0
// Without layers nothing is kept that could be flushed.
//
// change: protocol -> tenon::tcp
// concept: has_layers
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered<tallying, tenon::tcp>;

auto misuse(tenon::connection</*here*/ protocol, tenon::ipv4>& socket) {
    return socket.flush();
}
