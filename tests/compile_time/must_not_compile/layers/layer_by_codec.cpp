// SPDX-License-Identifier: BSL-1.0
// A layer is found by its type.
//
// change: of_codec<lines> -> lines
// concept: has_layer
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct lines {};
template <class Codec>
struct of_codec : tenon::layer {
    using layer::layer;
};
using protocol = tenon::layered<of_codec<lines>, tenon::tcp>;

auto misuse(tenon::connection<protocol, tenon::ipv4>& socket) {
    return &socket.layer</*here*/ of_codec<lines>>();
}
