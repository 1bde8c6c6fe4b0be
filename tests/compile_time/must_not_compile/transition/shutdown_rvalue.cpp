// SPDX-License-Identifier: BSL-1.0
// `shutdown` wakes other threads that use the socket, so it cannot be called on a temporary.
//
// change: socket -> std::move(socket)
// words clang: deleted member function .shutdown
// words gcc: use of deleted function .*shutdown\(\) const &&
// words deleted: shutdown wakes the other threads that use the socket: call it on a named socket
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) {
    return /*here*/ socket.shutdown();
}
