// SPDX-License-Identifier: BSL-1.0
// A descriptor that was released is somebody's to close.
//
// change: return socket.release() -> socket.release()
// words: unused-result
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket) { /*here*/
    return socket.release();
}
