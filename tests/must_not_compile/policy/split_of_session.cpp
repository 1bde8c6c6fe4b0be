// SPDX-License-Identifier: BSL-1.0
// What a layer keeps for a socket cannot be cut in two.
//
// change: its_session -> session
// concept: !has_session
#include <tenon.hpp>

struct framed : tenon::stream {
    struct /*here*/ its_session {};
};

auto misuse(tenon::connection<framed, tenon::unix_domain> socket) {
    return std::move(socket).split();
}
