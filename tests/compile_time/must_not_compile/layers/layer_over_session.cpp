// SPDX-License-Identifier: BSL-1.0
// A protocol with a session of its own has operations that layers would bypass.
//
// change: its_session -> session
// concept: fits_over
// concept: carries_layers
#include <tenon.hpp>
#include <tenon/layer/layered.hpp>

struct tallying : tenon::layer {
    using layer::layer;
    static constexpr bool both_ways_at_once = true;
};

struct masked : tenon::stream {
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

static_assert(tenon::protocol<tenon::layered<tallying, masked>>);
