// SPDX-License-Identifier: BSL-1.0
// A result is not its value: `*` returns the value, `.value()` checks first.
//
// change: *socket.send(data) -> socket.send(data)
// words: result<
// words: no viable conversion|could not convert|cannot convert
#include <tenon.hpp>

std::size_t misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::const_bytes data) {
    return /*here*/ *socket.send(data);
}
