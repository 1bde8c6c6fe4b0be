// SPDX-License-Identifier: BSL-1.0
// Credentials exist on Unix sockets only.
//
// change: unix_domain -> ipv4
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::stream, tenon::/*here*/ unix_domain, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::pass_credentials{true});
}
