// SPDX-License-Identifier: BSL-1.0
// A layer is put over one that has met its peer.
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

template <class Lower>
using greeted = tenon::layered<greeting, Lower>;
using protocol = tenon::layered<greeting, tenon::tcp>;

auto misuse(tenon::basic_socket<protocol, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking> socket) {
    return std::move(socket).with_layer<greeted>();
}
