// SPDX-License-Identifier: BSL-1.0
// If shutdown(2) does not wake accept(2), a listener has no `shutdown`.
//
// change: true -> false
// concept gcc: wakes_waiters
// concept clang: wakes_waiters
// words deleted: give accept a stop token
#include <tenon.hpp>

struct other_system : tenon::os::native {
    static constexpr bool shutdown_wakes_listeners = /*here*/ true;
};

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::listening, tenon::basic_blocking<other_system>>& socket) {
    return socket.shutdown();
}
