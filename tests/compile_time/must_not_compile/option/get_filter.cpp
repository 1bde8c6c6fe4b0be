// SPDX-License-Identifier: BSL-1.0
// A filter can be set, but not read.
//
// change: lock_filter -> attach_filter
// concept: gettable_on
// further concept: !set_only
#include <tenon.hpp>

auto misuse(const tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.get(tenon::options::/*here*/ lock_filter{});
}
