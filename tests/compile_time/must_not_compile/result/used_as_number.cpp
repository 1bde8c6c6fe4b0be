// SPDX-License-Identifier: BSL-1.0
// A result is no number: `*` gives the value, `.value()` checks it.
//
// change: *socket.send(data) -> socket.send(data)
// words: result<
// words: no viable conversion|could not convert|cannot convert
#include <tenon.hpp>

std::size_t misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::const_bytes data) {
    return /*here*/ *socket.send(data);
}
