// SPDX-License-Identifier: BSL-1.0
// A descriptor has one owner: `duplicate` makes another descriptor.
//
// change: std::move(other) -> other
// words clang: deleted
// words gcc: use of deleted function .*basic_socket
// words deleted: a descriptor has one owner: std::move the socket, or duplicate
#include <tenon.hpp>

void misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::connection<tenon::tcp, tenon::ipv4>& other) {
    socket = /*here*/ std::move(other);
}
