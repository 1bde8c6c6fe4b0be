// SPDX-License-Identifier: BSL-1.0
// A session can be moved, because it moves with its socket from state to state.
//
// change: = default -> = delete
// concept: protocol
// further concept: movable_session
#include <tenon.hpp>

struct framed : tenon::stream {
    struct session {
        session() = default;
        session(session&&) /*here*/ = default;
        session& operator=(session&&) = default;
    };

    template <class Data>
    struct send_operation : tenon::operation::send<Data> {
        send_operation(session&, Data data) : tenon::operation::send<Data>(data) {}
    };
    template <class Buffer>
    struct receive_operation : tenon::operation::receive<Buffer> {
        receive_operation(session&, Buffer buffer) : tenon::operation::receive<Buffer>(buffer) {}
    };
};

auto misuse() {
    return tenon::open<framed, tenon::unix_domain>();
}
