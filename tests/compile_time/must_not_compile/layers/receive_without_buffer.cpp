// SPDX-License-Identifier: BSL-1.0
// The highest layer receives into the memory of the caller.
//
// change: recording -> tenon::layer
// concept: lends_messages
// first gcc: 11
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct recording : tenon::layer {
    using layer::layer;
    static constexpr bool lends_messages = true;
    template <class Below>
    tenon::result<tenon::mutable_bytes> lend(Below& below) {
        return below.receive(memory);
    }
    std::byte memory[64];
};

auto misuse(tenon::connection<tenon::layered</*here*/ recording, tenon::tcp>, tenon::ipv4>& socket) {
    return socket.receive();
}
