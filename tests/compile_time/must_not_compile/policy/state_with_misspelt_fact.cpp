// SPDX-License-Identifier: BSL-1.0
// A misspelt fact is not a member of `state_facts`.
//
// change: .may_send -> .may_sent
// words gcc: has no non-static data member named 'may_sent'
// words clang: field designator 'may_sent' does not refer to any field
#include <tenon.hpp>

struct greeting {
    static constexpr tenon::state_facts facts{/*here*/ .may_send = true, .may_receive = true};
};

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, greeting, tenon::blocking>& socket, tenon::const_bytes data) {
    return socket.send(data);
}
