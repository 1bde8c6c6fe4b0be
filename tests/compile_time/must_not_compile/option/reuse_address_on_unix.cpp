// SPDX-License-Identifier: BSL-1.0
// A Unix path cannot be reused.
//
// change: stream, tenon::ipv4 -> stream, tenon::unix_domain
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ stream, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::reuse_address{true});
}
