// SPDX-License-Identifier: BSL-1.0
// Nothing is written to a listener.
//
// change: readable -> writable
// concept: waiting_argument
// further concept clang: becomes_ready
#include <tenon.hpp>

auto misuse(const tenon::listener<tenon::tcp, tenon::ipv4>& server) {
    return tenon::wait_any(tenon::/*here*/ readable, server);
}
