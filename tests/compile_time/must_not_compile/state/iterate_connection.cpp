// SPDX-License-Identifier: BSL-1.0
// A connection is not a range of connections; its listener is.
//
// change: listener -> connection
// concept: may_accept
#include <tenon.hpp>

void misuse(tenon::/*here*/ listener<tenon::tcp, tenon::ipv4>& socket) {
    for (auto&& peer : socket)
        static_cast<void>(peer);
}
