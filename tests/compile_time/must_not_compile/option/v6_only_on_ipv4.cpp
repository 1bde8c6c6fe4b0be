// SPDX-License-Identifier: BSL-1.0
// An IPv4 socket has no `v6_only`.
//
// change: ipv6 -> ipv4
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::/*here*/ ipv6, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::v6_only{false});
}
