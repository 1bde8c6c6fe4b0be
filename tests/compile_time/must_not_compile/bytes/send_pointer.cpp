// SPDX-License-Identifier: BSL-1.0
// A pointer to characters has no length.
//
// change: std::string_view -> const char*
// words clang: no known conversion from 'const char ?\*.* to '(tenon::)?const_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?const_bytes'
// further words gcc: for the satisfaction of 'gather<.*= const char ?\*
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, /*here*/ std::string_view data) {
    return socket.send(data);
}
