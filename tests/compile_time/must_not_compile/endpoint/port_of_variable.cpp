// SPDX-License-Identifier: BSL-1.0
// An `int` may have a value that is not a port: check it, and cast it.
//
// change: static_cast<std::uint16_t>(number) -> number
// words gcc: number.* is not a constant expression
// words clang: consteval function .*port_number.* is not a constant expression
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(int number) {
    return "[::1]:80"_v6.with_port(/*here*/ static_cast<std::uint16_t>(number));
}
