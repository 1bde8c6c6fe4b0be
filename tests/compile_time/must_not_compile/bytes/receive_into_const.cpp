// SPDX-License-Identifier: BSL-1.0
// A buffer of constant bytes cannot be filled.
//
// change: std::array -> const std::array
// words clang: no known conversion from 'const std::array<std::byte.* to '(tenon::)?mutable_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?mutable_bytes'
// further words gcc: for the satisfaction of 'scatter<.*= std::array<std::byte
#include <array>

#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, /*here*/ std::array<std::byte, 4>& buffer) {
    return socket.receive(buffer);
}
