// SPDX-License-Identifier: BSL-1.0
// A literal is an address, not a name.
//
// change: "127.0.0.1:80" -> "localhost:80"
// words: constexpr.* function .*not_an_ip_address
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "127.0.0.1:80"_v4;
}
