// SPDX-License-Identifier: BSL-1.0
// A group must be of the family of the socket.
//
// change: "224.0.0.251"_v4_group -> "ff02::fb"_v6_group
// concept: group_of
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, tenon::blocking>& socket) {
    return socket.join_group(/*here*/ "224.0.0.251"_v4_group);
}
