// SPDX-License-Identifier: BSL-1.0
// A TCP socket cannot connect to a path.
//
// change: "127.0.0.1:7000"_v4 -> "/run/x.sock"_unix
// concept: runs_over
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::connect<tenon::tcp>(/*here*/ "127.0.0.1:7000"_v4);
}
