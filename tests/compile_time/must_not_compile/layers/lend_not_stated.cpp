// SPDX-License-Identifier: BSL-1.0
// A view of messages that the layer does not state would never be used.
//
// change: true -> false
// concept: connection_layer
// concept: states_lend
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct refusing : tenon::layer {
    using layer::layer;
    static constexpr bool lends_messages = /*here*/ true;
    template <class Below>
    tenon::result<tenon::received<>> lend(Below&) {
        return tenon::failure(std::errc::permission_denied);
    }
};

static_assert(tenon::protocol<tenon::layered<refusing, tenon::tcp>>);
