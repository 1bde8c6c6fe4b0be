// SPDX-License-Identifier: BSL-1.0
// A pointer has no length.
//
// change: std::byte (&buffer)[4] -> std::byte* buffer
// words clang: no known conversion from 'std::byte ?\*.* to '(tenon::)?mutable_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?mutable_bytes'
// further words gcc: for the satisfaction of 'scatter<.*= std::byte ?\*
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, /*here*/ std::byte (&buffer)[4]) {
    return socket.receive(buffer);
}
