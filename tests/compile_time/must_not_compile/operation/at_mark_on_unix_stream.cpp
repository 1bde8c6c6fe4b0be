// SPDX-License-Identifier: BSL-1.0
// A stream without urgent data has no mark.
//
// change: tcp, tenon::ipv4 -> stream, tenon::unix_domain
// concept: has_urgent_data
#include <tenon.hpp>

auto misuse(const tenon::connection<tenon::/*here*/ tcp, tenon::ipv4>& socket) {
    return socket.at_mark();
}
