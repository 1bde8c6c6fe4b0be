// SPDX-License-Identifier: BSL-1.0
// A layer with settings is constructed from them, and from the side of the connection.
//
// change: const settings& -> int
// concept: connection_layer
// words: constructible_from|is_constructible
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct keyed : tenon::layer {
    struct settings {
        int key = 0;
    };
    explicit keyed(/*here*/ const settings&, tenon::side) {}
};

static_assert(tenon::protocol<tenon::layered<keyed, tenon::tcp>>);
