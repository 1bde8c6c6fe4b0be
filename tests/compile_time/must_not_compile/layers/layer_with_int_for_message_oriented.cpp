// SPDX-License-Identifier: BSL-1.0
// A fact of a layer is a bool.
//
// change: bool -> int
// concept: connection_layer
// concept: has_layer_facts
// further concept: message_oriented_is_bool
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr /*here*/ bool message_oriented = false;
};

static_assert(tenon::protocol<tenon::layered<tallying, tenon::tcp>>);
