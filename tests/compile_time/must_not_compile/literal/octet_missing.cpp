// SPDX-License-Identifier: BSL-1.0
// An octet is missing.
//
// change: "10.0.0.1:80" -> "10.0..1:80"
// words: constexpr.* function .*ipv4_octet_missing
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "10.0.0.1:80"_v4;
}
