// SPDX-License-Identifier: BSL-1.0
// UDP has no TCP_NODELAY.
//
// change: tcp -> udp
// concept: gettable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(const tenon::connection<tenon::/*here*/ tcp, tenon::ipv4>& socket) {
    return socket.get(tenon::options::no_delay{});
}
