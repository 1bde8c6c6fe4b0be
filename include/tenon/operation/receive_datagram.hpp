// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>

#include <tenon/base/bytes.hpp>
#include <tenon/base/result.hpp>
#include <tenon/operation/receive.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// One message from the peer.
template <class Filled = mutable_bytes>
struct received {
    Filled data;         ///< the filled part of the room; of several ranges, the number of bytes in them
    std::size_t length;  ///< the true length of the message in bytes, also where it was cut
    bool truncated;      ///< the room was too small, and the rest of the message is lost
    /// Nothing more will come, and this is no message. On Unix seqpacket the system shows an empty message and the end alike:
    /// when the peer has shut and nothing more is queued, it is the end, and empty messages right before it belong to it.
    bool end;

    /// The filled part, for code that serves streams too.
    constexpr operator mutable_bytes() const noexcept
        requires std::same_as<Filled, mutable_bytes>
    {
        return data;
    }
};

/// One message, and who sent it.
template <class Endpoint, class Filled = mutable_bytes>
struct received_from {
    Filled data;         ///< the filled part of the room; of several ranges, the number of bytes in them
    Endpoint from;       ///< the sender
    std::size_t length;  ///< the true length of the message in bytes, also where it was cut
    bool truncated;      ///< the room was too small, and the rest of the message is lost
};

namespace call {

/// recv(2), or recvmsg(2), of one message with its true length.
template <class Room>
struct receive_datagram {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool heeds_do_not_wait = true;

    static constexpr std::ptrdiff_t where_shut = 0;

    Room room;
    int flags = 0;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int message_flags) const noexcept {
        return system.recv_datagram(socket, as_argument(room), flags | message_flags);
    }
};

/// recvfrom(2), or recvmsg(2), of one message with its true length and its sender.
template <class Room, class Endpoint>
struct receive_from {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool heeds_do_not_wait = true;

    static constexpr std::ptrdiff_t where_shut = -ECANCELED;

    Room room;
    Endpoint* from;
    os::address_length* length;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int message_flags) const noexcept {
        *length = Endpoint::capacity();
        return system.recvfrom(socket, as_argument(room), from->data(), length, message_flags);
    }
};

}  // namespace call

namespace operation {

/// Receives one message from the peer, whole or said to be cut.
template <class Room>
class receive_datagram {
public:
    using value_type = received<filled_t<Room>>;

    constexpr explicit receive_datagram(Room room, int flags = 0) noexcept : call_{room, flags} {}

    template <class Perform>
    constexpr auto next(Perform&& perform) const {
        return perform(call_);
    }
    constexpr bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return true;
    }
    template <class Handle>
    result<value_type> finish(Handle&& handle) const noexcept {
        if (answer_ < 0)
            return failure::from_answer(answer_);
        const auto length = static_cast<std::size_t>(answer_);
        const std::size_t size = total_size(call_.room);
        const bool truncated = length > size;
        return result<value_type>(std::in_place, filled_part(call_.room, truncated ? size : length), length, truncated,
                                  length == 0 && ended(handle.system(), handle.descriptor()));
    }

private:
    /// Whether the zero that came is the end: the direction is shut, and no byte waits in any message. (To peek is not enough:
    /// another empty message may stand before one that is not.) Where the system cannot tell an end from an empty message that
    /// waits, it is the end: a reader that went on would read the end for ever.
    template <class System>
    [[gnu::noinline, gnu::cold]] static bool ended(const System& system, os::descriptor socket) noexcept {
        return system.receiving_ended(socket) != os::ending::open && system.available(socket) <= 0;
    }

    call::receive_datagram<Room> call_;
    std::ptrdiff_t answer_ = 0;
};

/// Receives one message and its sender's endpoint.
template <class Room, class Endpoint>
class receive_from {
public:
    using value_type = received_from<Endpoint, filled_t<Room>>;

    constexpr explicit receive_from(Room room) noexcept : room_(room) {}

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        return perform(call::receive_from<Room, Endpoint>{room_, &from_, &from_length_});
    }
    constexpr bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return true;
    }
    /// Fails with `operation_canceled` where the socket was interrupted, with `errc::foreign_endpoint` where the sender is
    /// not of the family.
    template <class Handle>
    result<value_type> finish(Handle&& handle) noexcept {
        if (answer_ <= 0 || !from_.resize(from_length_)) [[unlikely]]
            if (const int error = doubtful(handle.system(), handle.descriptor()); error != 0)
                return failure(error);
        const auto length = static_cast<std::size_t>(answer_);
        const std::size_t size = total_size(room_);
        const bool truncated = length > size;
        return result<value_type>(std::in_place, filled_part(room_, truncated ? size : length), from_, length, truncated);
    }

private:
    /// The error in an answer that is none, or is empty, or comes from a stranger; 0 where it is an empty message. Nothing that
    /// comes from nobody is the end, where the direction is shut: only an interruption shuts it.
    template <class System>
    [[gnu::noinline, gnu::cold]] int doubtful(const System& system, os::descriptor socket) noexcept {
        if (answer_ < 0)
            return static_cast<int>(-answer_);
        if (answer_ == 0 && from_length_ == 0 && system.receiving_ended(socket) == os::ending::ended)
            return static_cast<int>(std::errc::operation_canceled);
        return from_.resize(from_length_) ? 0 : static_cast<int>(errc::foreign_endpoint);
    }

    Room room_;
    Endpoint from_;
    os::address_length from_length_ = 0;
    std::ptrdiff_t answer_ = 0;
};

}  // namespace operation

}  // namespace tenon::inline v0
