// SPDX-License-Identifier: BSL-1.0
// The session of a listener makes the session of an accepted connection: `accepted_session()
// const`.
//
// change: accepted_session() const -> its_accepted_session() const
// concept: has_accepted_session
#include <tenon.hpp>

struct framed : tenon::stream {
    struct session {
        session /*here*/ accepted_session() const { return {}; }
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

auto misuse(tenon::listener<framed, tenon::unix_domain>& socket) {
    return socket.begin();
}
