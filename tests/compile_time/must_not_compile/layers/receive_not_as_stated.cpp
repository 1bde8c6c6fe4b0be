// SPDX-License-Identifier: BSL-1.0
// A layer that is message-oriented receives messages, with their lengths and the end.
//
// change: false -> true
// words: a layer's receive returns result<received<>> if it is message_oriented
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct parity : tenon::layer {
    using layer::layer;
    static constexpr bool message_oriented = /*here*/ false;
    template <class Below>
    tenon::result<tenon::mutable_bytes> receive(Below& below, tenon::mutable_bytes buffer) {
        return below.receive(buffer);
    }
};

auto misuse(tenon::connection<tenon::layered<parity, tenon::tcp>, tenon::ipv4>& socket,
            tenon::mutable_bytes buffer) {
    return socket.receive(buffer);
}
