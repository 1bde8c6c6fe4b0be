// SPDX-License-Identifier: BSL-1.0
// A layer over messages needs their boundaries.
//
// change: udp -> tcp
// concept: fits_over
// concept: has_needed_messages
// further concept clang: message_oriented
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct sealing : tenon::layer {
    using layer::layer;
    static constexpr bool needs_messages = true;
};

static_assert(tenon::protocol<tenon::layered<sealing, tenon::/*here*/ udp>>);
