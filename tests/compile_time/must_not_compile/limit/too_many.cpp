// SPDX-License-Identifier: BSL-1.0
// An operation takes four limits at most.
//
// change: ) -> , end)
// concept: takes_limits
// further concept: limits_that_fit
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::mutable_bytes buffer, const tenon::within& end) {
    return socket.receive(buffer, end, end, end, end /*here*/);
}
