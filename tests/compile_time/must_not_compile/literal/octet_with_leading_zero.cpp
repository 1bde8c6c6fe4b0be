// SPDX-License-Identifier: BSL-1.0
// Some programs read an octet with a leading zero as octal.
//
// change: "10.0.0.1:80" -> "10.0.0.01:80"
// words: constexpr.* function .*ipv4_octet_has_leading_zero
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "10.0.0.1:80"_v4;
}
