// SPDX-License-Identifier: BSL-1.0
// A layer that makes messages of bytes needs a connection of bytes below.
//
// change: tcp -> udp
// concept: fits_over
// concept: has_needed_stream
// further concept clang: byte_stream
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

/// Makes messages of bytes.
struct splitting : tenon::layer {
    using layer::layer;
    static constexpr bool needs_byte_stream = true;
    static constexpr bool message_oriented = true;
    template <class Below>
    tenon::result<tenon::received<>> receive(Below& below, tenon::mutable_bytes buffer) {
        const auto received = below.receive(buffer);
        if (!received)
            return received.why();
        return tenon::received<>{*received, received->size(), false, received->empty()};
    }
};

static_assert(tenon::protocol<tenon::layered<splitting, tenon::/*here*/ tcp>>);
