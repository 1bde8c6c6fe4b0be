// SPDX-License-Identifier: BSL-1.0
// A message is received whole or truncated.
//
// change: tallying -> splitting
// concept: byte_stream
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
struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

using protocol = tenon::layered</*here*/ tallying, tenon::tcp>;

auto misuse(tenon::connection<protocol, tenon::ipv4>& socket, tenon::mutable_bytes buffer) {
    return socket.receive_exactly(buffer);
}
