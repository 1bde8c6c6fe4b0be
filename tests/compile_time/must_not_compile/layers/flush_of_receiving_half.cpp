// SPDX-License-Identifier: BSL-1.0
// A half that only receives has nothing to send.
//
// change: connected -> receiving
// concept: may_send
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
    return socket.flush();
}
