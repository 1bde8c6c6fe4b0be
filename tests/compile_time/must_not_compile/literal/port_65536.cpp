// SPDX-License-Identifier: BSL-1.0
// A port is at most 65535.
//
// change: "10.0.0.1:80" -> "10.0.0.1:65536"
// words: constexpr.* function .*port_exceeds_65535
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "10.0.0.1:80"_v4;
}
