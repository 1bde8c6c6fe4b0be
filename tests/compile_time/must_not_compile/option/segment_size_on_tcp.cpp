// SPDX-License-Identifier: BSL-1.0
// TCP has no UDP_SEGMENT.
//
// change: udp -> tcp
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ udp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::segment_size{1000});
}
