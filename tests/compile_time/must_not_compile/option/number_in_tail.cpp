// SPDX-License-Identifier: BSL-1.0
// The arguments after the endpoint are named options, not numbers.
//
// change: tenon::backlog(16) -> 16
// concept: listening_argument
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::listen<tenon::tcp>("127.0.0.1:0"_v4, /*here*/ tenon::backlog(16));
}
