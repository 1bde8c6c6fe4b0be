// SPDX-License-Identifier: BSL-1.0
// `handshake` is a transition: the socket is moved.
//
// change: std::move(socket) -> socket
// words clang: expects an rvalue for object argument|lvalue, but function has rvalue ref-qualifier
// words gcc: as 'this' argument discards qualifiers|initializing argument 'this' of 'template
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

auto misuse(tenon::basic_socket<protocol, tenon::ipv4, tenon::handshaking, tenon::blocking>& socket) {
    return /*here*/ std::move(socket).handshake();
}
