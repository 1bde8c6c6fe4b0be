// SPDX-License-Identifier: BSL-1.0
// An integer does not convert to an address.
//
// change: tenon::ipv4::address(0x7F000001) -> 0x7F000001
// words: ipv4::address
// words: could not convert|no viable conversion
#include <tenon.hpp>

tenon::ipv4::address misuse() {
    return /*here*/ tenon::ipv4::address(0x7F000001);
}
