// SPDX-License-Identifier: BSL-1.0
// A handshake that the layer does not state would never be performed.
//
// change: true -> false
// concept: connection_layer
// concept: states_handshake
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct refusing : tenon::layer {
    using layer::layer;
    static constexpr bool has_handshake = /*here*/ true;
    template <class Below>
    tenon::result<void> handshake(Below&) {
        return tenon::failure(std::errc::permission_denied);
    }
};

static_assert(tenon::protocol<tenon::layered<refusing, tenon::tcp>>);
