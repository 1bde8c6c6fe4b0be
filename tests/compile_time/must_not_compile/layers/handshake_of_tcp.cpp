// SPDX-License-Identifier: BSL-1.0
// Without layers there is no handshake.
//
// change: protocol -> tenon::tcp
// concept: has_layers
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

auto misuse(tenon::basic_socket</*here*/ protocol, tenon::ipv4, tenon::handshaking, tenon::blocking> socket) {
    return std::move(socket).handshake();
}
