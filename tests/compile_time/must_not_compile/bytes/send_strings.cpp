// SPDX-License-Identifier: BSL-1.0
// Several strings are sent as views of their bytes.
//
// change: std::vector<tenon::const_bytes> -> std::vector<std::string>
// words clang: no known conversion from 'const std::vector<std::.*string.* to '(tenon::)?const_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?const_bytes'
// further words gcc: for the satisfaction of 'gather<.*= std::vector<std::.*string
#include <vector>

#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, const /*here*/ std::vector<tenon::const_bytes>& data) {
    return socket.send(data);
}
