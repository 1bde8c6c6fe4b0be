// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>

#include <tenon/base/address_of.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/operation/one_call.hpp>
#include <tenon/operation/receive.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// One message from the peer.
template <class Filled = mutable_bytes>
struct received {
    Filled data;         ///< the filled part of the buffer, or the byte count for several ranges
    std::size_t length;  ///< the true length of the message in bytes, even if it was truncated
    bool truncated;      ///< the buffer was too small, and the rest of the message is lost
    /// This is not a message, and nothing more will arrive: the receiving direction has ended. On
    /// Unix seqpacket, recv(2) returns 0 for an empty message and for the end. If the peer has shut
    /// down the direction and no byte is queued, this is the end; empty messages right before the
    /// end are reported as the end too.
    bool end;

    /// Returns the filled part, for code that also handles streams.
    constexpr operator mutable_bytes() const noexcept
        requires std::same_as<Filled, mutable_bytes>
    {
        return data;
    }
};

/// One message and its sender.
template <class Endpoint, class Filled = mutable_bytes>
struct received_from {
    Filled data;         ///< the filled part of the buffer, or the byte count for several ranges
    Endpoint from;       ///< the sender
    std::size_t length;  ///< the true length of the message in bytes, even if it was truncated
    bool truncated;      ///< the buffer was too small, and the rest of the message is lost
};

namespace call {

/// recv(2), or recvmsg(2) for several ranges: one message. Returns its true length.
template <class Buffer>
struct receive_datagram {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool may_be_copied = true;
    static constexpr bool honors_dontwait = true;
    static constexpr std::ptrdiff_t shutdown_result = 0;

    Buffer buffer;
    int flags = 0;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket,
                              int message_flags) const noexcept {
        return system.recv_datagram(socket, call::as_argument(buffer), flags | message_flags);
    }
};

/// recvfrom(2), or recvmsg(2) for several ranges: one message and its sender. Returns the true
/// length of the message.
template <class Buffer, class Endpoint>
struct receive_from {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool may_be_copied = true;
    static constexpr bool honors_dontwait = true;
    static constexpr std::ptrdiff_t shutdown_result = -ECANCELED;

    Buffer buffer;
    Endpoint* from;
    os::address_length* length;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket,
                              int message_flags) const noexcept {
        *length = Endpoint::capacity();
        return system.recvfrom(socket, call::as_argument(buffer), from->data(), length,
                               message_flags);
    }
};

}  // namespace call

namespace detail {

/// Returns whether a recv(2) of 0 bytes is the end: the direction is shut down, and no queued
/// message has a byte. (MSG_PEEK is not enough: it could show another empty message that precedes
/// one with bytes.)
///
/// If the system cannot tell the end from an empty message, this is the end: a program that took
/// the end for a message would receive it for ever.
template <class System>
[[nodiscard, gnu::noinline, gnu::cold]] bool messages_have_ended(const System& system,
                                                                 os::descriptor socket) noexcept {
    return system.receiving_ended(socket) != os::ending::open && system.available(socket) <= 0;
}

}  // namespace detail

namespace operation {

/// Receives one message from the peer (recv(2)). A message that does not fit into the buffer is
/// marked as truncated.
template <class Buffer>
class receive_datagram : public one_call<call::receive_datagram<Buffer>> {
public:
    using value_type = received<filled_t<Buffer>>;

    /// Receives a message into `buffer`. `flags` are those of recv(2).
    constexpr explicit receive_datagram(Buffer buffer, int flags = 0) noexcept
        : one_call<call::receive_datagram<Buffer>>({buffer, flags}) {}

    template <class View>
    [[gnu::always_inline]] result<value_type> finish(View socket) const noexcept {
        if (this->returned_ < 0)
            return failure::from_returned(this->returned_);
        const auto length = static_cast<std::size_t>(this->returned_);
        const std::size_t size = tenon::total_size(this->call_.buffer);
        const bool truncated = length > size;
        return result<value_type>(
            std::in_place, tenon::filled_part(this->call_.buffer, truncated ? size : length),
            length, truncated,
            length == 0 && detail::messages_have_ended(socket.system(), socket.descriptor()));
    }
};

/// Receives one message, and returns it with its sender's endpoint (recvfrom(2)).
template <class Buffer, class Endpoint>
class receive_from : public one_call<call::receive_from<Buffer, Endpoint>> {
public:
    using value_type = received_from<Endpoint, filled_t<Buffer>>;

    /// Receives a message into `buffer`.
    constexpr explicit receive_from(Buffer buffer) noexcept
        : one_call<call::receive_from<Buffer, Endpoint>>({buffer, nullptr, nullptr}) {}

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        // The pointers are set here and not in the constructor, since the operation may be moved
        // until the first `next`.
        this->call_.from = detail::address_of(from_);
        this->call_.length = &from_length_;
        return perform(this->call_);
    }
    template <detail::is_inlined Perform>
    [[gnu::always_inline]] constexpr auto next(Perform&& perform) {
        this->call_.from = detail::address_of(from_);
        this->call_.length = &from_length_;
        return perform(this->call_);
    }
    /// Errors: those of recvfrom(2); `operation_canceled` if the socket was shut down;
    /// `errc::foreign_endpoint` if the sender's endpoint is not of the family.
    template <class View>
    [[gnu::always_inline]] result<value_type> finish(View socket) noexcept {
        if (this->returned_ <= 0 || !from_.resize(from_length_)) [[unlikely]]
            if (const int error = unusual_error(socket); error != 0)
                return failure(error);
        const auto length = static_cast<std::size_t>(this->returned_);
        const std::size_t size = tenon::total_size(this->call_.buffer);
        const bool truncated = length > size;
        return result<value_type>(std::in_place,
                                  tenon::filled_part(this->call_.buffer, truncated ? size : length),
                                  from_, length, truncated);
    }

private:
    /// Classifies an error, empty or foreign-address result: returns the number of the error, or 0
    /// if it is a valid empty datagram. An empty result without a sender, on a socket whose
    /// receiving direction has ended, means that `shutdown` was called: nothing else shuts down
    /// that direction.
    template <class View>
    [[gnu::noinline, gnu::cold]] int unusual_error(View socket) noexcept {
        if (this->returned_ < 0)
            return detail::narrow_cast<int>(-this->returned_);
        if (this->returned_ == 0 && from_length_ == 0 &&
            socket.system().receiving_ended(socket.descriptor()) == os::ending::ended)
            return static_cast<int>(std::errc::operation_canceled);
        return from_.resize(from_length_) ? 0 : static_cast<int>(errc::foreign_endpoint);
    }

    Endpoint from_;
    os::address_length from_length_ = 0;
};

}  // namespace operation

}  // namespace v0
}  // namespace tenon
