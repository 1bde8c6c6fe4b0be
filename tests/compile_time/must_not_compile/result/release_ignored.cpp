// SPDX-License-Identifier: BSL-1.0
// The caller must close a released descriptor.
//
// change: return socket.release() -> socket.release()
// words: unused-result
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) { /*here*/
    return socket.release();
}
