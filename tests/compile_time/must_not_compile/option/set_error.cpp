// SPDX-License-Identifier: BSL-1.0
// The pending error can only be read.
//
// change: reuse_address{true} -> error{}
// concept: settable_on
// further concept: !get_only
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::/*here*/ reuse_address{true});
}
