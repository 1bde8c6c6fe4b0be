// SPDX-License-Identifier: BSL-1.0
// A state is a struct of facts; what is not declared is false.
//
// change: bool may_send -> bool may_sent
// concept: may_send
#include <tenon.hpp>

struct greeting {
    static constexpr /*here*/ bool may_send = true;
    static constexpr bool may_receive = true;
};

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, greeting, tenon::blocking>& socket, tenon::const_bytes data) {
    return socket.send(data);
}
