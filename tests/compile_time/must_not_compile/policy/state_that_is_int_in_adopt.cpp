// SPDX-License-Identifier: BSL-1.0
// The state for `adopt` models the concept `socket_state`.
//
// change: tenon::opened -> int
// concept: socket_state
#include <tenon.hpp>

auto misuse(tenon::os::descriptor foreign) {
    return tenon::adopt<tenon::tcp, tenon::ipv4, /*here*/ tenon::opened>(foreign);
}
