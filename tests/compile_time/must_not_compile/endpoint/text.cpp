// SPDX-License-Identifier: BSL-1.0
// A text is not an endpoint: write a literal, or call `parse`.
//
// change: "127.0.0.1:0"_v4 -> "127.0.0.1:0"
// concept: endpoint
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::listen<tenon::tcp>(/*here*/ "127.0.0.1:0"_v4);
}
