// SPDX-License-Identifier: BSL-1.0
// The result of `close` must be used; to ignore it, use the destructor.
//
// change: return socket.close() -> socket.close()
// words: unused-result
// words: only the result tells whether the operation failed
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) { /*here*/
    return socket.close();
}
