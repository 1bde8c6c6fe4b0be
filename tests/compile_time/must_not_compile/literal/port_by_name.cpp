// SPDX-License-Identifier: BSL-1.0
// A port is a number, not the name of a service.
//
// change: "127.0.0.1:80" -> "127.0.0.1:http"
// words: constexpr.* function .*port_is_not_a_number
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "127.0.0.1:80"_v4;
}
