// SPDX-License-Identifier: BSL-1.0
// A path is not empty: `unix_domain::unnamed()` is an endpoint without a name.
//
// change: "/run/x.sock" -> ""
// words: constexpr.* function .*path_is_empty
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "/run/x.sock"_unix;
}
