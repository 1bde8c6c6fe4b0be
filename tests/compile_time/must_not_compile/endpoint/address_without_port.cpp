// SPDX-License-Identifier: BSL-1.0
// An address without a port is not an endpoint.
//
// change: "127.0.0.1:0"_v4 -> "127.0.0.1"_v4_address
// concept: endpoint
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::listen<tenon::tcp>(/*here*/ "127.0.0.1:0"_v4);
}
