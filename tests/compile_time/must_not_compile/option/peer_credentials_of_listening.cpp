// SPDX-License-Identifier: BSL-1.0
// A listener has no peer.
//
// change: connected -> listening
// concept: readable_in
// further concept: readable_in
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::stream, tenon::unix_domain, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.get(tenon::options::peer_credentials{});
}
