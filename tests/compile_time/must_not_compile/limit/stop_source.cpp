// SPDX-License-Identifier: BSL-1.0
// An operation takes a token of the source, not the source.
//
// change: source.token() -> source
// concept: takes_limits
// further concept clang: limit
// words gcc: expression .\(limit<Limits> && \.\.\.\)
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::const_bytes data, const tenon::stop_source& source) {
    return socket.send(data, /*here*/ source.token());
}
