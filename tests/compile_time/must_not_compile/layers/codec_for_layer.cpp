// SPDX-License-Identifier: BSL-1.0
// A codec is no layer: the layer is made of it.
//
// change: of_codec<lines> -> lines
// concept: connection_layer
// words: derived_from|is_base_of
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct lines {};
template <class Codec>
struct of_codec : tenon::layer {
    using layer::layer;
};

static_assert(tenon::protocol<tenon::layered</*here*/ of_codec<lines>, tenon::tcp>>);
