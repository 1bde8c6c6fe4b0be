// SPDX-License-Identifier: BSL-1.0
// The system chooses the cookie; it can only be read.
//
// change: mark{7} -> cookie{7}
// concept: settable_on
// further concept: !get_only
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::/*here*/ mark{7});
}
