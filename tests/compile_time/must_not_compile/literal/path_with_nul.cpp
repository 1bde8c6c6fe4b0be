// SPDX-License-Identifier: BSL-1.0
// A path has no NUL; an abstract name can.
//
// change: "/run/x.sock" -> "/run/x\0.sock"
// words: constexpr.* function .*path_contains_nul
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "/run/x.sock"_unix;
}
