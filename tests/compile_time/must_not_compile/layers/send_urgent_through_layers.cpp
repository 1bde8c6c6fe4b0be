// SPDX-License-Identifier: BSL-1.0
// Urgent data would bypass the layers.
//
// change: tenon::tcp -> protocol
// concept: has_urgent_data
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered<tallying, tenon::tcp>;

auto misuse(tenon::connection</*here*/ tenon::tcp, tenon::ipv4>& socket) {
    return socket.send_urgent(std::byte{'!'});
}
