// SPDX-License-Identifier: BSL-1.0
// An empty path is no path: `unix_domain::unnamed()` has no name.
//
// change: "/run/x.sock" -> ""
// words: constexpr.* function .*path_is_empty
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "/run/x.sock"_unix;
}
