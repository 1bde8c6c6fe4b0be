// SPDX-License-Identifier: BSL-1.0
// The buffer would be chosen before the layers have received.
//
// change: tenon::tcp -> protocol
// concept gcc: receives_plainly
// concept clang: receives_plainly
// first gcc: 16
// words deleted: layers receive into one buffer
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/loop/buffer_pool.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered<tallying, tenon::tcp>;

auto misuse(tenon::connection</*here*/ tenon::tcp, tenon::ipv4>& socket, tenon::buffer_pool& pool) {
    return socket.receive(pool);
}
