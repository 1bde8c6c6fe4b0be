// SPDX-License-Identifier: BSL-1.0
// A layer is a base class of the class that tells which members it declares.
//
// change: struct parity : -> struct parity final :
// concept: connection_layer
// concept: derivable
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

/*here*/ struct parity : tenon::layer {
    using layer::layer;
};

static_assert(tenon::protocol<tenon::layered<parity, tenon::tcp>>);
