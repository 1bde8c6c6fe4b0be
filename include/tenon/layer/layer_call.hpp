// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/operation/receive.hpp>
#include <tenon/operation/receive_datagram.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// recv(2) of one message for a layer. An empty message and the end are told apart as by
/// `operation::receive_datagram`.
struct receive_message_or_end : call::receive_datagram<mutable_bytes> {
    static constexpr bool may_be_copied = false;  // The call writes `ended`.
    // Not 0, which would be an empty message: the call has not been made, so `ended` is not set.
    static constexpr std::ptrdiff_t shutdown_result = -ESHUTDOWN;

    bool ended = false;  ///< the direction has ended, and no message was received

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket,
                              int message_flags) noexcept {
        const std::ptrdiff_t returned =
            call::receive_datagram<mutable_bytes>::operator()(system, socket, message_flags);
        if (returned == 0) [[unlikely]]
            ended = detail::messages_have_ended(system, socket);
        return returned;
    }
};

/// shutdown(2) of the sending direction. ENOTCONN counts as success: the peer has ended the
/// connection in the meantime.
struct shut_down_send {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool never_waits = true;
    static constexpr bool may_be_copied = true;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        const std::ptrdiff_t returned = system.shutdown(socket, os::direction::sending);
        return returned == -ENOTCONN ? 0 : returned;
    }
};

/// Makes no system call, and returns EAGAIN until a time of the system's clock. Drivers make it
/// again after pauses of up to 16 ms.
template <os::readiness Direction>
struct pause_until {
    static constexpr os::readiness waits_for = Direction;
    static constexpr bool restartable = false;
    static constexpr bool honors_dontwait = true;
    static constexpr bool poll_is_reliable = false;
    static constexpr bool waits_for_time = true;
    static constexpr bool may_be_copied = true;

    std::int64_t until;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor, int) const noexcept {
        return system.now() >= until ? 0 : -EWOULDBLOCK;
    }
};

/// The call by which a stack receives from a socket of the protocol.
template <class Protocol>
struct layer_receive_of {
    using type = call::receive<mutable_bytes>;
};
template <message_oriented Protocol>
struct layer_receive_of<Protocol> {
    using type = receive_message_or_end;
};
template <byte_stream Protocol>
    requires requires { typename Protocol::template receive_operation<mutable_bytes>::call_type; }
struct layer_receive_of<Protocol> {
    using type = typename Protocol::template receive_operation<mutable_bytes>::call_type;
};
/// The type that `layer_receive_of` names.
template <class Protocol>
using layer_receive = typename layer_receive_of<Protocol>::type;

/// Returns the call that receives into the buffer.
template <class Protocol>
[[nodiscard, gnu::always_inline]] constexpr layer_receive<Protocol> receive_call(
    mutable_bytes buffer) noexcept {
    if constexpr (message_oriented<Protocol>)
        return {{buffer, 0}, false};
    else
        return {buffer};
}

/// The type that `below.receive` of the lowest layer returns.
template <class Protocol>
using layer_received =
    std::conditional_t<message_oriented<Protocol>, result<received<>>, result<mutable_bytes>>;

/// Returns what `below.receive` returns for the result of the call.
template <class Protocol>
[[nodiscard, gnu::always_inline]] constexpr layer_received<Protocol> received_by(
    const layer_receive<Protocol>& call, std::ptrdiff_t returned) noexcept {
    if constexpr (message_oriented<Protocol>) {
        if (returned == layer_receive<Protocol>::shutdown_result) [[unlikely]]
            return result<received<>>(std::in_place, call.buffer.first(0), std::size_t{0}, false,
                                      true);
        if (returned < 0)
            return failure::from_returned(returned);
        const auto length = static_cast<std::size_t>(returned);
        return result<received<>>(std::in_place, call.buffer.first(length), length,
                                  length > call.buffer.size(), call.ended);
    } else {
        if (returned < 0)
            return failure::from_returned(returned);
        return mutable_bytes(call.buffer.data(), static_cast<std::size_t>(returned));
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace tenon
