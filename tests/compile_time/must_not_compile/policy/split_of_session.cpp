// SPDX-License-Identifier: BSL-1.0
// A socket with a session cannot be split.
//
// change: its_session -> session
// concept: both_ways_at_once
#include <tenon.hpp>

struct framed : tenon::stream {
    struct /*here*/ its_session {};

    template <class Data>
    struct send_operation : tenon::operation::send<Data> {
        explicit send_operation(Data data) : tenon::operation::send<Data>(data) {}
        template <class Session>
        send_operation(Session&, Data data) : send_operation(data) {}
    };
    template <class Buffer>
    struct receive_operation : tenon::operation::receive<Buffer> {
        explicit receive_operation(Buffer buffer) : tenon::operation::receive<Buffer>(buffer) {}
        template <class Session>
        receive_operation(Session&, Buffer buffer) : receive_operation(buffer) {}
    };
};

auto misuse(tenon::connection<framed, tenon::unix_domain> socket) {
    return std::move(socket).split();
}
