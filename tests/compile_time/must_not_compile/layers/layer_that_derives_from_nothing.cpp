// SPDX-License-Identifier: BSL-1.0
// A layer derives from `layer`, which hands on what the layer does not change.
//
// change: : tenon::layer ->
// concept: connection_layer
// words: derived_from|is_base_of
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying /*here*/ : tenon::layer {
    tallying() = default;
    tallying(const tenon::no_settings&, tenon::side) {}
    using settings = tenon::no_settings;
};

static_assert(tenon::protocol<tenon::layered<tallying, tenon::tcp>>);
