// SPDX-License-Identifier: BSL-1.0
// `with_layer` takes settings and a side; options are set on the socket.
//
// change: tenon::side::accepting -> tenon::options::no_delay(true)
// concept: layer_argument
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};
template <class Lower>
using tallied = tenon::layered<tallying, Lower>;

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4> socket) {
    return std::move(socket).with_layer<tallied>(/*here*/ tenon::side::accepting);
}
