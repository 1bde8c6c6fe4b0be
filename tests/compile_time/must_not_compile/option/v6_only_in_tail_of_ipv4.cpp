// SPDX-License-Identifier: BSL-1.0
// An IPv4 listener has no `v6_only`.
//
// change: "[::]:0"_v6 -> "0.0.0.0:0"_v4
// concept: listening_argument
// further concept clang: applies_to
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::listen<tenon::tcp>(/*here*/ "[::]:0"_v6, tenon::options::v6_only{false});
}
