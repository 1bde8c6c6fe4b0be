// SPDX-License-Identifier: BSL-1.0
// A connection has one side.
//
// change: tenon::side::accepting -> tenon::side::accepting, tenon::side::connecting
// concept: settings_given_once
// first clang: 4
#include <tenon.hpp>
#include <tenon/framing/framing.hpp>
#include <tenon/framing/lines.hpp>

template <class Lower>
using lines_over = tenon::framed<tenon::lines, Lower>;

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4> socket) {
    return std::move(socket).with_layer<lines_over>(/*here*/ tenon::side::accepting);
}
