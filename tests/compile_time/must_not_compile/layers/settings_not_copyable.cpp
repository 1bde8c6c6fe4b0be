// SPDX-License-Identifier: BSL-1.0
// A listener copies the settings that it is given, and shares them with its connections.
//
// change: default -> delete
// concept: connection_layer
// words: copy_constructible
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct keyed : tenon::layer {
    struct settings {
        settings() = default;
        settings(const settings&) = /*here*/ default;
    };
    keyed(const settings&, tenon::side) {}
};

static_assert(tenon::protocol<tenon::layered<keyed, tenon::tcp>>);
