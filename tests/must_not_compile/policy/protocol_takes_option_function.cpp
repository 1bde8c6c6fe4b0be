// SPDX-License-Identifier: BSL-1.0
// Which options a protocol takes is a variable template, and the address of a function is always true.
//
// change: = true; -> () { return true; }
// concept: settable_on
// further words: takes_option
#include <tenon.hpp>

struct mptcp : tenon::tcp {
    static constexpr int number = 262;
    template <class Option>
    static constexpr bool takes_option /*here*/ = true;
};

auto misuse(tenon::basic_socket<mptcp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::no_delay{true});
}
