// SPDX-License-Identifier: BSL-1.0
// A Unix stream has no keep-alive probes.
//
// change: ipv4 -> unix_domain
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::stream, tenon::/*here*/ ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::keep_alive{true});
}
