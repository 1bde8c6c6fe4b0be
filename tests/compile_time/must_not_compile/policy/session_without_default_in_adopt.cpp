// SPDX-License-Identifier: BSL-1.0
// A verb makes the session by default; `become` takes a session that needs arguments.
//
// change: int key = 0 -> int key
// concept: has_initial_session
#include <tenon.hpp>

struct framed : tenon::stream {
    struct session {
        explicit session(/*here*/ int key = 0) : its_key(key) {}
        int its_key;
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
    return tenon::adopt<framed, tenon::unix_domain, tenon::connected>(0);
}
