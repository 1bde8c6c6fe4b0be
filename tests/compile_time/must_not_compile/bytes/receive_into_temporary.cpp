// SPDX-License-Identifier: BSL-1.0
// The received bytes would be destroyed with the temporary string.
//
// change: buffer -> std::string(64, ' ')
// words clang: no known conversion from 'std::string.* to '(tenon::)?mutable_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?mutable_bytes'
// further words gcc: for the satisfaction of 'scatter<.*= std::.*basic_string<
#include <string>

#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, std::string& buffer) {
    return socket.receive(/*here*/ buffer);
}
