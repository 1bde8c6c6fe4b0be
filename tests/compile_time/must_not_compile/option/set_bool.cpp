// SPDX-License-Identifier: BSL-1.0
// A value alone is not an option: write `options::no_delay{true}`.
//
// change: tenon::options::no_delay{true} -> true
// concept: settable_on
// further concept: socket_option
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(/*here*/ tenon::options::no_delay{true});
}
