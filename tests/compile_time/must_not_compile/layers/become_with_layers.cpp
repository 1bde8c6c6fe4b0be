// SPDX-License-Identifier: BSL-1.0
// Layers begin with a connection: `with_layer` puts them on.
//
// change: tenon::stream -> protocol
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

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4> socket) {
    return std::move(socket).become</*here*/ tenon::stream, tenon::connected>();
}
