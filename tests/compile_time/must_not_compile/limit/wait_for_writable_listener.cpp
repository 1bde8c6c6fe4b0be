// SPDX-License-Identifier: BSL-1.0
// A listener is never writable.
//
// change: readable -> writable
// concept: waiting_argument
// further concept clang: becomes_ready
#include <tenon.hpp>

auto misuse(const tenon::listener<tenon::tcp, tenon::ipv4>& server) {
    return tenon::wait_any(tenon::/*here*/ readable, server);
}
