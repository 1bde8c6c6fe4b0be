// SPDX-License-Identifier: BSL-1.0
// Layers receive into one buffer.
//
// change: tenon::tcp -> protocol
// concept gcc: receives_into
// concept clang: receives_into
// first gcc: 8
// words deleted: layers receive into one buffer
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered<tallying, tenon::tcp>;

auto misuse(tenon::connection</*here*/ tenon::tcp, tenon::ipv4>& socket, const tenon::pieces<tenon::mutable_bytes, 2>& both) {
    return socket.receive(both);
}
