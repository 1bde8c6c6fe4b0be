// SPDX-License-Identifier: BSL-1.0
// UDP runs over IP only; for Unix sockets there is `datagram`.
//
// change: "127.0.0.1:0"_v4 -> "/run/x.sock"_unix
// concept: runs_over
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::bind<tenon::udp>(/*here*/ "127.0.0.1:0"_v4);
}
