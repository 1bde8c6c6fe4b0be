// SPDX-License-Identifier: BSL-1.0
// A sockaddr does not have its length.
//
// change: "127.0.0.1:0"_v4 -> ::sockaddr_in()
// concept: endpoint
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::connect<tenon::tcp>(/*here*/ "127.0.0.1:0"_v4);
}
