// SPDX-License-Identifier: BSL-1.0
// A raw socket has no connections, so no listener.
//
// change: tcp -> raw_ip<89>
// concept: may_listen
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::listen<tenon::/*here*/ tcp>("127.0.0.1:0"_v4);
}
