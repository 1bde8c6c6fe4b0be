// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>

#include <tenon/base/bytes.hpp>
#include <tenon/base/cursor.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/result.hpp>
#include <tenon/layer/transfer.hpp>
#include <tenon/operation/receive.hpp>
#include <tenon/operation/send.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// What a socket asks of its highest layer. A request is called again after each suspension, so it
/// keeps its progress. `uses` is the direction in which it uses the layers.
namespace request {

/// Receives into a buffer.
struct receive {
    static constexpr os::direction uses = os::direction::receiving;
    mutable_bytes buffer;

    template <class Top>
    [[gnu::always_inline]] receive_result<Top> operator()(Top& top) const {
        return top.receive(buffer);
    }
};

/// Receives a message as a view of the layer's memory.
struct lend {
    static constexpr os::direction uses = os::direction::receiving;
    template <class Top>
    [[gnu::always_inline]] auto operator()(Top& top) const -> decltype(top.lend()) {
        return top.lend();
    }
};

/// Sends one range or several.
template <class Data>
struct send {
    static constexpr os::direction uses = os::direction::sending;
    Data data;

    template <class Top>
    [[gnu::always_inline]] result<std::size_t> operator()(Top& top) const {
        return top.send(call::as_argument(data));
    }
};

/// Sends all that a cursor has left.
template <class Cursor>
struct send_all {
    static constexpr os::direction uses = os::direction::sending;
    Cursor cursor;

    template <class Top>
    result<void> operator()(Top& top) {
        while (!cursor.empty()) {
            const auto rest = cursor.rest();
            const result<std::size_t> sent = top.send(call::as_argument(rest));
            if (!sent)
                return sent.why();
            if (*sent == 0)
                return failure(errc::no_progress);
            cursor.advance(*sent);
        }
        return {};
    }
};

/// Fills the rest of a cursor's buffer.
template <class Cursor>
struct receive_exactly {
    static constexpr os::direction uses = os::direction::receiving;
    Cursor cursor;

    using filled = filled_t<std::remove_cvref_t<decltype(std::declval<Cursor&>().all())>>;

    template <class Top>
    result<filled> operator()(Top& top) {
        while (!cursor.empty()) {
            const result<mutable_bytes> received = top.receive(first_buffer(cursor.rest()));
            if (!received)
                return received.why();
            if (received->empty())
                return failure(errc::end_of_stream);
            cursor.advance(received->size());
        }
        return tenon::filled_part(cursor.all(), cursor.done());
    }

private:
    static constexpr mutable_bytes first_buffer(mutable_bytes only) noexcept { return only; }
    static constexpr mutable_bytes first_buffer(const window<mutable_bytes>& several) noexcept {
        return several.data()[0];
    }
};

/// Performs the handshakes of all layers, from below.
struct handshake {
    static constexpr os::direction uses = os::direction::both;
    template <class Top>
    result<void> operator()(Top& top) const {
        return top.handshake();
    }
};

/// Waits until `receive` would return something at once.
struct readable {
    static constexpr os::direction uses = os::direction::receiving;
    template <class Top>
    result<void> operator()(Top& top) const {
        return top.readable();
    }
};

/// Sends what the layers have kept.
struct flush {
    static constexpr os::direction uses = os::direction::sending;
    template <class Top>
    result<void> operator()(Top& top) const {
        return top.flush();
    }
};

/// Sends what the layers have kept and their goodbyes, then shuts down the sending direction.
struct shutdown_send {
    static constexpr os::direction uses = os::direction::sending;
    template <class Top>
    result<void> operator()(Top& top) const {
        return top.shutdown_send();
    }
};

}  // namespace request
}  // namespace detail

}  // namespace v0
}  // namespace tenon
