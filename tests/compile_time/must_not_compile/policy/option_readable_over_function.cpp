// SPDX-License-Identifier: BSL-1.0
// `readable_over` is a variable template. The address of a function template would always be true.
//
// change: = true; -> () { return true; }
// concept: gettable_on
// further words: readable_over
#include <tenon.hpp>

struct mark : tenon::option<int, SOL_SOCKET, SO_PRIORITY, tenon::on_any> {
    using option::option;
    template <class Family>
    static constexpr bool readable_over /*here*/ = true;
};

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.get(mark{});
}
