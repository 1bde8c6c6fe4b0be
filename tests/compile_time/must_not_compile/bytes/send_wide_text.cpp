// SPDX-License-Identifier: BSL-1.0
// The bytes of wide characters depend on the machine.
//
// change: std::string_view -> std::wstring_view
// words clang: no known conversion from 'std::wstring_view.* to '(tenon::)?const_bytes'
// words gcc: cannot convert .* to type '(tenon::v0::)?const_bytes'
// further words gcc: for the satisfaction of 'gather<.*= std::basic_string_view<wchar_t
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, /*here*/ std::string_view data) {
    return socket.send(data);
}
