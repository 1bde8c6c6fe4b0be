// SPDX-License-Identifier: BSL-1.0
// A result is not its value: write `.value()`.
//
// change: .value() ->
// words: result<
// words: no viable conversion|could not convert|cannot convert
#include <tenon.hpp>

tenon::connection<tenon::tcp, tenon::ipv4> misuse(tenon::listener<tenon::tcp, tenon::ipv4>& socket) {
    return socket.accept() /*here*/.value();
}
