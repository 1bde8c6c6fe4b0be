// SPDX-License-Identifier: BSL-1.0
// A fact of a layer is a bool.
//
// change: bool -> int
// concept: connection_layer
// concept: has_layer_facts
// words gcc: Layer::both_ways_at_once. does not satisfy
// further words clang: const int ?&, const (?:bool|_Bool) ?&
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr /*here*/ bool both_ways_at_once = false;
};

static_assert(tenon::protocol<tenon::layered<tallying, tenon::tcp>>);
