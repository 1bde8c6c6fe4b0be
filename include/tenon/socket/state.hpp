// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/state.hpp>

namespace tenon {
inline namespace v0 {

/// Freshly created; not bound. Receives only if the protocol declares `receives_unbound`.
struct opened {
    static constexpr state_facts facts{
        .ready_to_bind = true, .may_send_to = true, .ready_to_connect = true};
};

/// Has a local endpoint.
struct bound {
    static constexpr state_facts facts{.was_bound = true,
                                       .ready_to_listen = true,
                                       .may_send_to = true,
                                       .may_receive_from = true,
                                       .ready_to_connect = true,
                                       .has_local_endpoint = true};
};

/// Accepts connections.
struct listening {
    static constexpr state_facts facts{.may_accept = true, .has_local_endpoint = true};
};

/// A connection attempt is under way: `finish` completes it. Only under a driver that does not
/// wait.
struct connecting {
    static constexpr state_facts facts{
        .ready_to_connect = true, .may_finish = true, .has_local_endpoint = true};
};

/// As `connecting`, for a socket that was `bound`. It is bound again if the attempt fails.
struct connecting_bound : connecting {
    static constexpr state_facts facts{.base = &connecting::facts, .was_bound = true};
};

/// Has a peer, and the layers of the protocol have not met theirs yet: `handshake` does this.
struct handshaking {
    static constexpr state_facts facts{
        .may_handshake = true, .has_local_endpoint = true, .has_remote_endpoint = true};
};

/// Has a peer, and both directions are open.
struct connected {
    static constexpr state_facts facts{.may_send = true,
                                       .may_receive = true,
                                       .may_shut_down = true,
                                       .has_local_endpoint = true,
                                       .has_remote_endpoint = true};
};

/// Has a peer, and only sends. Closing or destroying the socket shuts down the sending direction,
/// even if a receiving half of the same connection is still open.
struct sending {
    static constexpr state_facts facts{.may_send = true,
                                       .has_local_endpoint = true,
                                       .has_remote_endpoint = true,
                                       .shuts_down_on_close = true};
};

/// Has a peer, and only receives.
struct receiving {
    static constexpr state_facts facts{
        .may_receive = true, .has_local_endpoint = true, .has_remote_endpoint = true};
};

static_assert(socket_state<opened> && socket_state<bound> && socket_state<listening> &&
              socket_state<connecting> && socket_state<connecting_bound> &&
              socket_state<handshaking> && socket_state<connected> && socket_state<sending> &&
              socket_state<receiving>);

}  // namespace v0
}  // namespace tenon
