// SPDX-License-Identifier: BSL-1.0
// A number is not its bytes: the order would be the machine's.
//
// change: std::byte (&data)[4] -> int data
// words clang: no known conversion from 'int.* to '(tenon::)?const_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?const_bytes'
// further words gcc: for the satisfaction of 'gather<.*= int
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, /*here*/ std::byte (&data)[4]) {
    return socket.send(data);
}
