// SPDX-License-Identifier: BSL-1.0
// The handshake needs both directions.
//
// change: connected -> handshaking
// concept: may_shut_down
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

auto misuse(tenon::basic_socket<protocol, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking> socket) {
    return std::move(socket).shutdown_send();
}
