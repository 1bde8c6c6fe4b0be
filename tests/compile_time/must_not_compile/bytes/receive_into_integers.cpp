// SPDX-License-Identifier: BSL-1.0
// The bytes of integers depend on the machine.
//
// change: std::byte -> int
// words clang: no known conversion from 'std::span<int.* to '(tenon::)?mutable_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?mutable_bytes'
// further words gcc: for the satisfaction of 'scatter<.*= std::span<int
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, std::span</*here*/ std::byte> buffer) {
    return socket.receive(buffer);
}
