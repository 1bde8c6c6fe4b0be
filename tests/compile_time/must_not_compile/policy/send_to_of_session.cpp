// SPDX-License-Identifier: BSL-1.0
// `send_to` would bypass the session of the layer.
//
// change: its_session -> session
// concept: !has_session
#include <tenon.hpp>

using namespace tenon::literals;

struct framed : tenon::udp {
    struct /*here*/ its_session {};

    template <class Data>
    struct send_operation : tenon::operation::send<Data> {
        explicit send_operation(Data data) : tenon::operation::send<Data>(data) {}
        template <class Session>
        send_operation(Session&, Data data) : send_operation(data) {}
    };
    template <class Buffer>
    struct receive_operation : tenon::operation::receive_datagram<Buffer> {
        explicit receive_operation(Buffer buffer) : tenon::operation::receive_datagram<Buffer>(buffer) {}
        template <class Session>
        receive_operation(Session&, Buffer buffer) : receive_operation(buffer) {}
    };
};

auto misuse(tenon::basic_socket<framed, tenon::ipv4, tenon::bound, tenon::blocking>& socket) {
    return socket.send_to("x"_bytes, "127.0.0.1:7"_v4);
}
