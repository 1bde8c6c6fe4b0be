// SPDX-License-Identifier: BSL-1.0
// A truth value is not a port.
//
// change: 1 -> true
// words: .bool. to .*port_number
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return "127.0.0.1:80"_v4.with_port(/*here*/ 1);
}
