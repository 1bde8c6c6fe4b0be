// SPDX-License-Identifier: BSL-1.0
// The bytes of integers depend on the machine.
//
// change: <std::byte> -> <int>
// words clang: no known conversion from 'const std::vector<int>.* to '(tenon::)?const_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?const_bytes'
// further words gcc: for the satisfaction of 'gather<.*= std::vector<int
#include <vector>

#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, const std::vector /*here*/<std::byte>& data) {
    return socket.send(data);
}
