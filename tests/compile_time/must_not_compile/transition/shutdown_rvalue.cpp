// SPDX-License-Identifier: BSL-1.0
// `shutdown` wakes others who use the socket, so it is called on a socket that others can name.
//
// change: socket -> std::move(socket)
// words clang: deleted member function .shutdown
// words gcc: use of deleted function .*shutdown\(\) const &&
// words deleted: shutdown wakes the other threads that use the socket: call it on a named socket
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) {
    return /*here*/ socket.shutdown();
}
