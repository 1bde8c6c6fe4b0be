// SPDX-License-Identifier: BSL-1.0
// The layers may hold bytes: `without_layer` takes them off.
//
// change: tenon::tcp -> protocol
// concept gcc: !has_layers
// concept clang: !has_layers
// words deleted: without_layer
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered<tallying, tenon::tcp>;

auto misuse(tenon::connection</*here*/ tenon::tcp, tenon::ipv4> socket) {
    return std::move(socket).become<tenon::stream, tenon::connected>();
}
