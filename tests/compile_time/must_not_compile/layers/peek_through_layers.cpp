// SPDX-License-Identifier: BSL-1.0
// What layers have received is not in the queue of the socket.
//
// change: tenon::tcp -> protocol
// concept: may_peek
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered<tallying, tenon::tcp>;

auto misuse(tenon::connection</*here*/ tenon::tcp, tenon::ipv4>& socket, tenon::mutable_bytes buffer) {
    return socket.peek(buffer);
}
