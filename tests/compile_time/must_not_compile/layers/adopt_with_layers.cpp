// SPDX-License-Identifier: BSL-1.0
// A descriptor has no layers: adopt it with the protocol below, then put the layers on.
//
// change: tenon::tcp -> protocol
// concept gcc: !has_layers
// concept clang: !has_layers
// words deleted: with_layer
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered<tallying, tenon::tcp>;

auto misuse(int foreign) {
    return tenon::adopt</*here*/ tenon::tcp, tenon::ipv4, tenon::connected>(foreign);
}
