// SPDX-License-Identifier: BSL-1.0
// Only the result tells whether the option was set.
//
// change: return socket.set -> socket.set
// words: unused-result
// words: only the result tells whether the operation failed
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) { /*here*/
    return socket.set(tenon::options::no_delay{true});
}
