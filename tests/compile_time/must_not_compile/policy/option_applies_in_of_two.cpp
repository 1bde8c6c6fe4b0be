// SPDX-License-Identifier: BSL-1.0
// `applies_in` takes one state.
//
// change: class State -> class State, class Other
// concept: settable_on
// further words: applies_in
#include <tenon.hpp>

struct mark : tenon::option<int, SOL_SOCKET, SO_PRIORITY, tenon::on_any> {
    using option::option;
    template </*here*/ class State>
    static constexpr bool applies_in = true;
};

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(mark{1});
}
