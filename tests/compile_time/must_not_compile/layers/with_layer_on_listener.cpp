// SPDX-License-Identifier: BSL-1.0
// A layer is put over a connection; a listener is opened with its layers.
//
// change: connection -> listener
// concept: may_shut_down
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};
template <class Lower>
using tallied = tenon::layered<tallying, Lower>;

auto misuse(tenon::/*here*/ connection<tenon::tcp, tenon::ipv4> socket) {
    return std::move(socket).with_layer<tallied>();
}
