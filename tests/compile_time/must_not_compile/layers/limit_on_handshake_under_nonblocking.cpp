// SPDX-License-Identifier: BSL-1.0
// The driver does not wait, so there is nothing to limit.
//
// change: blocking -> nonblocking
// concept: takes_limits
#include <chrono>

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

using namespace std::chrono_literals;
using protocol = tenon::layered<greeting, tenon::tcp>;

auto misuse(tenon::basic_socket<protocol, tenon::ipv4, tenon::handshaking, tenon::/*here*/ blocking> socket) {
    return std::move(socket).handshake(tenon::within(5s));
}
