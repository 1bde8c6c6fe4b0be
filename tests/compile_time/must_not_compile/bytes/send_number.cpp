// SPDX-License-Identifier: BSL-1.0
// The bytes of a number depend on the byte order of the machine.
//
// change: std::byte (&data)[4] -> int data
// words clang: no known conversion from 'int.* to '(tenon::)?const_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?const_bytes'
// further words gcc: for the satisfaction of 'gather<.*= int
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, /*here*/ std::byte (&data)[4]) {
    return socket.send(data);
}
