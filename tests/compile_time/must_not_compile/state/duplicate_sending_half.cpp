// SPDX-License-Identifier: BSL-1.0
// The end of a sending half shuts its direction, so there is one of it.
//
// change: connected -> sending
// concept: !shuts_down_on_close
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.duplicate();
}
