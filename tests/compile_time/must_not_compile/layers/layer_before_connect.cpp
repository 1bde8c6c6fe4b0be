// SPDX-License-Identifier: BSL-1.0
// The layers begin when the socket has a peer.
//
// change: connected -> bound
// concept: has_remote_endpoint
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct greeting : tenon::layer {
    using layer::layer;
    static constexpr bool has_handshake = true;
    template <class Below>
    tenon::result<void> handshake(Below& below) {
        return below.flush();
    }
};

using protocol = tenon::layered<greeting, tenon::tcp>;

auto misuse(tenon::basic_socket<protocol, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.layer();
}
