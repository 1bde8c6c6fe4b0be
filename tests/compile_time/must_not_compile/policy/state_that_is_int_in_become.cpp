// SPDX-License-Identifier: BSL-1.0
// The state for `become` models the concept `socket_state`.
//
// change: tenon::connected -> int
// concept: socket_state
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4> socket) {
    return std::move(socket).become<tenon::tcp, /*here*/ tenon::connected>();
}
