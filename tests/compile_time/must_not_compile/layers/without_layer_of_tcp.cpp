// SPDX-License-Identifier: BSL-1.0
// There is no layer to take off.
//
// change: protocol -> tenon::tcp
// concept: may_take_off_layer
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered<tallying, tenon::tcp>;

auto misuse(tenon::connection</*here*/ protocol, tenon::ipv4> socket) {
    return std::move(socket).without_layer();
}
