// SPDX-License-Identifier: BSL-1.0
// A verb needs an endpoint.
//
// change: "127.0.0.1:0"_v4 ->
// words: expects at least 1 argument, 0 provided|requires at least argument 'local'
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::bind<tenon::udp>(/*here*/ "127.0.0.1:0"_v4);
}
