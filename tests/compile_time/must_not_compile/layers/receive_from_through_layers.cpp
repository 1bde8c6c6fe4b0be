// SPDX-License-Identifier: BSL-1.0
// Layers belong to a connection: a peer has to be fixed.
//
// change: tenon::udp -> protocol
// concept: !has_session
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered<tallying, tenon::udp>;

auto misuse(tenon::basic_socket</*here*/ tenon::udp, tenon::ipv4, tenon::bound, tenon::blocking>& socket, tenon::mutable_bytes buffer) {
    return socket.receive_from(buffer);
}
