// SPDX-License-Identifier: BSL-1.0
// An empty text is not an endpoint.
//
// change: "127.0.0.1:80" -> ""
// words: constexpr.* function .*text_is_empty
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "127.0.0.1:80"_v4;
}
