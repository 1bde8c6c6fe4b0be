// SPDX-License-Identifier: BSL-1.0
// The layer is not in the stack.
//
// change: greeting -> other
// concept: has_layer
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};
struct greeting : tenon::layer {
    using layer::layer;
    static constexpr bool has_handshake = true;
    template <class Below>
    tenon::result<void> handshake(Below& below) {
        return below.flush();
    }
};
struct other : tenon::layer {
    using layer::layer;
};
using protocol = tenon::layered<tallying, tenon::layered<greeting, tenon::tcp>>;

auto misuse(tenon::connection<protocol, tenon::ipv4>& socket) {
    return &socket.layer</*here*/ greeting>();
}
