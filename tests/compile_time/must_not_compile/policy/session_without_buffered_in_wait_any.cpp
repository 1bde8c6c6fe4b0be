// SPDX-License-Identifier: BSL-1.0
// `wait_any` would not see the bytes that the session has buffered.
//
// change: buffered() const -> its_buffered() const
// concept: reports_buffered_for
// further concept clang: reports_buffered
#include <cstddef>

#include <tenon.hpp>

struct framed : tenon::stream {
    struct session {
        std::size_t /*here*/ buffered() const { return 0; }
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

auto misuse(const tenon::connection<framed, tenon::unix_domain>& socket) {
    return tenon::wait_any(tenon::readable, socket);
}
