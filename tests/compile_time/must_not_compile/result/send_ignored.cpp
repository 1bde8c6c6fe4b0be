// SPDX-License-Identifier: BSL-1.0
// Only the result has the number of sent bytes and the error.
//
// change: return socket.send(data) -> socket.send(data)
// words: unused-result
// words: only the result tells whether the operation failed
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::const_bytes data) { /*here*/
    return socket.send(data);
}
