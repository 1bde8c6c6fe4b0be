// SPDX-License-Identifier: BSL-1.0
// A listener is not a connection, although both are TCP sockets.
//
// change: connection -> listener
// words: no match for .operator=.|no viable overloaded .=.
// words: listening
#include <tenon.hpp>

void misuse(tenon::connection<tenon::tcp, tenon::ipv4>& socket, tenon::/*here*/ connection<tenon::tcp, tenon::ipv4>&& other) {
    socket = std::move(other);
}
