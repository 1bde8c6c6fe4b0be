// SPDX-License-Identifier: BSL-1.0
// Of two settings for one layer only one could count.
//
// change: tenon::lines(3) -> tenon::lines(3), tenon::lines(100)
// concept: settings_given_once
// first clang: 8
#include <tenon.hpp>
#include <tenon/framing/framing.hpp>
#include <tenon/framing/lines.hpp>

using protocol = tenon::framed<tenon::lines, tenon::tcp>;

auto misuse(const tenon::ipv4::endpoint& here) {
    return tenon::listen<protocol>(here, /*here*/ tenon::lines(3));
}
