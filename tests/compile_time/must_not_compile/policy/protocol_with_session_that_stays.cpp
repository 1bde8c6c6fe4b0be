// SPDX-License-Identifier: BSL-1.0
// A session can be moved, because it moves with its socket.
//
// change: tally(tally&&) -> tally(tally&&) = delete; tally(const tally&)
// concept: movable_session
#include <tenon.hpp>

struct tally {
    tally() = default;
    /*here*/ tally(tally&&) = default;
    tally& operator=(tally&&) = default;
};
struct framed : tenon::stream {
    using session = tally;
    template <class Data>
    struct send_operation : tenon::operation::send<Data> {
        send_operation(tally&, Data data) : tenon::operation::send<Data>(data) {}
    };
    template <class Buffer>
    struct receive_operation : tenon::operation::receive<Buffer> {
        receive_operation(tally&, Buffer buffer) : tenon::operation::receive<Buffer>(buffer) {}
    };
};

static_assert(tenon::protocol<framed>);
