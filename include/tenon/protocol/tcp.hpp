// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/family.hpp>
#include <tenon/operation/receive.hpp>
#include <tenon/operation/receive_exactly.hpp>
#include <tenon/protocol/socket_types.hpp>

namespace tenon {
inline namespace v0 {

/// The Transmission Control Protocol (RFC 9293, tcp(7)).
struct tcp : stream {
    static constexpr int number = IPPROTO_TCP;
    static constexpr bool has_urgent_data = true;
    static constexpr bool takes_tcp_options = true;

    // Over IP only urgent data ends a receive before the buffer is full or the queue is empty, so a
    // short count means that nothing is left; see `emptied`.
    template <class Buffer>
    using receive_operation = operation::receive<Buffer, true>;
    template <class Cursor>
    using receive_exactly_operation = operation::receive_exactly<Cursor, true>;

    template <class Family>
    static constexpr bool runs_over = internet<Family>;
};

static_assert(protocol<tcp> && connection_oriented<tcp> && has_urgent_data<tcp> &&
              takes_tcp_options<tcp>);

}  // namespace v0
}  // namespace tenon
