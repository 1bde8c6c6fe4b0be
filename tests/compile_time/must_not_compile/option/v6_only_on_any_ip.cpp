// SPDX-License-Identifier: BSL-1.0
// An any_ip socket has no `v6_only`: use `ipv6`.
//
// change: ipv6 -> any_ip
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::/*here*/ ipv6, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::v6_only{false});
}
