// SPDX-License-Identifier: BSL-1.0
// A layer that is permanent stays: what it has agreed with the peer holds for the connection.
//
// change: false -> true
// concept: may_take_off_layer
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct encrypting : tenon::layer {
    using layer::layer;
    static constexpr bool permanent = /*here*/ false;
};

auto misuse(tenon::connection<tenon::layered<encrypting, tenon::tcp>, tenon::ipv4> socket) {
    return std::move(socket).without_layer();
}
