// SPDX-License-Identifier: BSL-1.0
// The bytes of a bool are not data.
//
// change: std::byte, 4 -> bool, 4
// words clang: no known conversion from 'const std::array<bool.* to '(tenon::)?const_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?const_bytes'
// further words gcc: for the satisfaction of 'gather<.*= std::array<bool
#include <array>

#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, const std::array</*here*/ std::byte, 4>& data) {
    return socket.send(data);
}
