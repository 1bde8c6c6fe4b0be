// SPDX-License-Identifier: BSL-1.0
// Of two settings for one layer only one could count.
//
// change: tenon::lines(3) -> tenon::lines(3), tenon::lines(100)
// concept: settings_given_once
// first clang: 4
#include <tenon.hpp>
#include <tenon/framing/framing.hpp>
#include <tenon/framing/lines.hpp>

template <class Lower>
using lines_over = tenon::framed<tenon::lines, Lower>;

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4> socket) {
    return std::move(socket).with_layer<lines_over>(/*here*/ tenon::lines(3));
}
