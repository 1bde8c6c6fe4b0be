// SPDX-License-Identifier: BSL-1.0
// The handshake is over when the socket is connected.
//
// change: handshaking -> connected
// concept: may_handshake
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

auto misuse(tenon::basic_socket<protocol, tenon::ipv4, tenon::/*here*/ handshaking, tenon::blocking> socket) {
    return std::move(socket).handshake();
}
