// SPDX-License-Identifier: BSL-1.0
// Pieces can be filled only if none of them is constant.
//
// change: std::string& -> const std::string&
// words clang: no known conversion from .tenon::pieces<.* to .(tenon::)?mutable_bytes
// words gcc: cannot convert .* to type '(tenon::v0::)?mutable_bytes'
// further words gcc: satisfaction of .scatter<.*pieces<tenon::v0::const_bytes, 2>
// further words clang: does not satisfy .scatter
#include <array>
#include <string>

#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, std::array<std::byte, 4>& head, /*here*/ std::string& body) {
    return socket.receive(tenon::pieces{head, body});
}
