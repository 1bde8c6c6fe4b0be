// SPDX-License-Identifier: BSL-1.0
// A lambda cannot copy a socket: move it into the thread that owns it.
//
// change: std::move(socket) -> socket
// words clang: deleted
// words gcc: use of deleted function .*basic_socket
// words deleted: a descriptor has one owner: std::move the socket, or duplicate
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) {
    return [peer = /*here*/ std::move(socket)](tenon::const_bytes data) mutable { return peer.send(data); };
}
