// SPDX-License-Identifier: BSL-1.0
// A string view refers to constant characters, which cannot be filled.
//
// change: std::string& -> std::string_view
// words clang: no known conversion from 'std::string_view.* to '(tenon::)?mutable_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?mutable_bytes'
// further words gcc: for the satisfaction of 'scatter<.*= std::basic_string_view<
#include <string>

#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, /*here*/ std::string& buffer) {
    return socket.receive(buffer);
}
