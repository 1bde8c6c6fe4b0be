// SPDX-License-Identifier: BSL-1.0
// A layer that states a handshake needs the member that performs it.
//
// change: handshake( -> greet(
// concept: connection_layer
// concept: states_handshake
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct greeting : tenon::layer {
    using layer::layer;
    static constexpr bool has_handshake = true;
    template <class Below>
    tenon::result<void> /*here*/ handshake(Below& below) {
        return below.flush();
    }
};

static_assert(tenon::protocol<tenon::layered<greeting, tenon::tcp>>);
