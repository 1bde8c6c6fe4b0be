// SPDX-License-Identifier: BSL-1.0
// `adopt` makes a socket of a descriptor and checks it. A constructor without checks needs the tag
// `unchecked`.
//
// change: tenon::unchecked -> {}
// words clang: no matching constructor
// words gcc: no matching function|could not convert|converting to .*unchecked_t.* would use explicit
#include <tenon.hpp>

auto misuse() {
    return tenon::connection<tenon::tcp, tenon::ipv4>(/*here*/ tenon::unchecked, 3, tenon::blocking());
}
