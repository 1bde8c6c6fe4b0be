// SPDX-License-Identifier: BSL-1.0
// A Unix stream has no urgent data.
//
// change: tcp, tenon::ipv4 -> stream, tenon::unix_domain
// concept: has_urgent_data
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ tcp, tenon::ipv4>& socket) {
    return socket.receive_urgent();
}
