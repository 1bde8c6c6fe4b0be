// SPDX-License-Identifier: BSL-1.0
// Not every address is a group: see `ipv4::group::from`.
//
// change: "224.0.0.251"_v4_group -> "224.0.0.251"_v4_address
// concept: group_of
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, tenon::blocking>& socket) {
    return socket.leave_group(/*here*/ "224.0.0.251"_v4_group);
}
