// SPDX-License-Identifier: BSL-1.0
// A descriptor becomes a socket by `adopt`, which checks it, or with the tag that says that nothing is checked.
//
// change: tenon::unchecked -> {}
// words clang: no matching constructor
// words gcc: no matching function|could not convert|converting to .*unchecked_t.* would use explicit
#include <tenon.hpp>

auto misuse() {
    return tenon::connection<tenon::tcp, tenon::ipv4>(/*here*/ tenon::unchecked, 3, tenon::blocking());
}
