// SPDX-License-Identifier: BSL-1.0
// A number does not convert to an interface: write `interface_index(…)`.
//
// change: tenon::interface_index(1) -> 1U
// words: (no known conversion|cannot convert|no viable|could not convert|no matching)
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv6, tenon::bound, tenon::blocking>& socket) {
    return socket.join_group("ff02::fb"_v6_group, /*here*/ tenon::interface_index(1));
}
