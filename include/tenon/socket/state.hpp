// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/state.hpp>

namespace tenon {
inline namespace v0 {

/// Made, and no more. Only a socket of a protocol that hears unbound receives anything.
struct opened {
    static constexpr bool ready_to_bind = true;
    static constexpr bool ready_to_connect = true;
    static constexpr bool may_send_to = true;
};

/// Has a local endpoint.
struct bound {
    static constexpr bool ready_to_listen = true;
    static constexpr bool ready_to_connect = true;
    static constexpr bool may_send_to = true;
    static constexpr bool may_receive_from = true;
    static constexpr bool has_local_endpoint = true;
    static constexpr bool was_bound = true;
};

/// Takes connections.
struct listening {
    static constexpr bool may_accept = true;
    static constexpr bool has_local_endpoint = true;
};

/// Is about to have a peer: `finish` says so, or why not. Only under a driver that does not wait for it.
struct connecting {
    static constexpr bool may_finish = true;
    static constexpr bool ready_to_connect = true;
    static constexpr bool has_local_endpoint = true;
};

/// The same, of a socket that was `bound`, and is again when the attempt fails.
struct connecting_bound : connecting {
    static constexpr bool was_bound = true;
};

/// Has a peer, and both directions are open.
struct connected {
    static constexpr bool may_send = true;
    static constexpr bool may_receive = true;
    static constexpr bool may_shut_down = true;
    static constexpr bool has_local_endpoint = true;
    static constexpr bool has_remote_endpoint = true;
};

/// Has a peer, and only sends. Its end shuts the direction, so that the peer hears of it although a receiving half goes on.
struct sending {
    static constexpr bool may_send = true;
    static constexpr bool has_local_endpoint = true;
    static constexpr bool has_remote_endpoint = true;
    static constexpr bool shuts_down_on_close = true;
};

/// Has a peer, and only receives.
struct receiving {
    static constexpr bool may_receive = true;
    static constexpr bool has_local_endpoint = true;
    static constexpr bool has_remote_endpoint = true;
};

}  // namespace v0
}  // namespace tenon
