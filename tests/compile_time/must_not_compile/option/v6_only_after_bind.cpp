// SPDX-License-Identifier: BSL-1.0
// `v6_only` must be set before the socket is bound.
//
// change: opened -> bound
// concept: settable_on
// further concept: applies_in
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv6, tenon::/*here*/ opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::v6_only{false});
}
