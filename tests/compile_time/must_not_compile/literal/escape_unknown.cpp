// SPDX-License-Identifier: BSL-1.0
// A backslash is followed by one of the known escapes.
//
// change: "/run/x" -> "/run/\\n"
// words: constexpr.* function .*escape_is_malformed
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "/run/x"_unix;
}
