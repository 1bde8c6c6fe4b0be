// SPDX-License-Identifier: BSL-1.0
// The path of a Unix socket has at most 108 bytes.
//
// change: "78" -> "789"
// words: constexpr.* function .*path_too_long
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return "/run/01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890" /*here*/
           "78"_unix;
}
