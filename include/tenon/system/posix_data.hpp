// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/ioctl.h>

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

#include <tenon/base/bytes.hpp>
#include <tenon/system/features.hpp>
#include <tenon/system/message.hpp>
#include <tenon/system/or_error.hpp>
#include <tenon/system/posix_message.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

/// The system calls of POSIX that send and receive. The counts are bytes.
///
/// The overloads for several ranges are templates: otherwise the compiler would check for each call
/// whether one range converts to a span of ranges, which takes it longer than the rest of the call.
struct posix_data {
    /// send(2).
    static std::ptrdiff_t send(descriptor socket, const_bytes data, int flags) noexcept {
        return or_error(::send(socket, data.data(), data.size(), flags | no_signal));
    }
    /// sendmsg(2).
    template <std::same_as<const_bytes> View>
    static std::ptrdiff_t send(descriptor socket, std::span<const View> data, int flags) noexcept {
        return sendmsg(socket, {data}, flags);
    }
    /// sendto(2).
    static std::ptrdiff_t sendto(descriptor socket, const_bytes data, const socket_address* to,
                                 address_length length, int flags) noexcept {
        return or_error(::sendto(socket, data.data(), data.size(), flags | no_signal, to, length));
    }
    /// sendmsg(2).
    template <std::same_as<const_bytes> View>
    static std::ptrdiff_t sendto(descriptor socket, std::span<const View> data,
                                 const socket_address* to, address_length length,
                                 int flags) noexcept {
        return sendmsg(socket, {data, to, length}, flags);
    }
    /// recv(2): receives as many bytes of a stream as there are.
    static std::ptrdiff_t recv(descriptor socket, mutable_bytes buffer, int flags) noexcept {
        return or_error(::recv(socket, buffer.data(), buffer.size(), flags));
    }
    /// recvmsg(2): receives as many bytes of a stream as there are.
    template <std::same_as<mutable_bytes> View>
    static std::ptrdiff_t recv(descriptor socket, std::span<const View> buffer,
                               int flags) noexcept {
        message<mutable_bytes> into = {buffer};
        return recvmsg(socket, into, flags);
    }
    /// recv(2): receives one message. Returns its true length, which is greater than the buffer if
    /// the message was cut. If the system does not report the true length, a cut message has one
    /// byte more than the buffer.
    static std::ptrdiff_t recv_datagram(descriptor socket, mutable_bytes buffer,
                                        int flags) noexcept {
#if defined(TENON_HAS_TRUE_LENGTH)
        return or_error(::recv(socket, buffer.data(), buffer.size(), flags | MSG_TRUNC));
#else
        return recv_datagram(socket, std::span<const mutable_bytes>(&buffer, 1), flags);
#endif
    }
    /// recvmsg(2): receives one message. Its length is as above.
    template <std::same_as<mutable_bytes> View>
    static std::ptrdiff_t recv_datagram(descriptor socket, std::span<const View> buffer,
                                        int flags) noexcept {
        message<mutable_bytes> into = {buffer};
        return recvmsg(socket, into, flags | true_length);
    }
    /// recvfrom(2): receives one message and the address of its sender. Its length is as above.
    /// `length` is the space for the address, then its size.
    static std::ptrdiff_t recvfrom(descriptor socket, mutable_bytes buffer, socket_address* from,
                                   address_length* length, int flags) noexcept {
#if defined(TENON_HAS_TRUE_LENGTH)
        return or_error(
            ::recvfrom(socket, buffer.data(), buffer.size(), flags | MSG_TRUNC, from, length));
#else
        const std::span<const mutable_bytes> one(&buffer, 1);
        return from == nullptr ? recv_datagram(socket, one, flags)
                               : recvfrom(socket, one, from, length, flags);
#endif
    }
    /// recvmsg(2): does the same with several ranges.
    template <std::same_as<mutable_bytes> View>
    static std::ptrdiff_t recvfrom(descriptor socket, std::span<const View> buffer,
                                   socket_address* from, address_length* length,
                                   int flags) noexcept {
        message<mutable_bytes> into = {buffer, from, *length};
        const std::ptrdiff_t count = recvmsg(socket, into, flags | true_length);
        *length = into.address_size;
        return count;
    }
    /// sendmsg(2). Its flags may be `end_of_record`.
    template <class View = const_bytes>
    static std::ptrdiff_t sendmsg(descriptor socket,
                                  const message<std::type_identity_t<View>>& data,
                                  int flags) noexcept {
        return os::or_error(detail::send_message(socket, data, flags | no_signal));
    }
    /// recvmsg(2). Received descriptors are close-on-exec. Returns the number of bytes in the
    /// buffers, or the true length of the message if the flags have `true_length`. That flag is not
    /// for streams: TCP would discard the bytes (tcp(7)).
    template <class View = mutable_bytes>
    static std::ptrdiff_t recvmsg(descriptor socket, message<std::type_identity_t<View>>& into,
                                  int flags) noexcept {
        return os::or_error(detail::receive_message(socket, into, flags));
    }
    /// sendmmsg(2), or one sendmsg(2) after the other. Returns the number of messages that were
    /// sent, at most `longest_batch`, in the order of the batch. If an error ended the batch, the
    /// next call reports the error, unless it was the socket's pending error.
    template <class View = const_bytes>
    static std::ptrdiff_t sendmmsg(descriptor socket,
                                   std::span<batched_message<std::type_identity_t<View>>> batch,
                                   int flags) noexcept {
        return os::or_error(detail::send_batch(socket, batch, flags | no_signal));
    }
    /// recvmmsg(2), or one recvmsg(2) after the other. Waits for the first message only. Returns
    /// the number of messages that were received, at most `longest_batch`. If an error ended the
    /// batch, the next call reports it.
    template <class View = mutable_bytes>
    static std::ptrdiff_t recvmmsg(descriptor socket,
                                   std::span<batched_message<std::type_identity_t<View>>> batch,
                                   int flags) noexcept {
        return os::or_error(detail::receive_batch(socket, batch, flags));
    }
    /// ioctl(2), FIONREAD: returns the number of bytes that can be received at once.
    static std::ptrdiff_t available(descriptor socket) noexcept {
        int count = 0;
        const int asked = ::ioctl(socket, FIONREAD, &count);
        return asked < 0 ? or_error(asked) : count;
    }
    /// sockatmark(3): returns 1 if the socket is at the out-of-band mark, else 0.
    static std::ptrdiff_t sockatmark(descriptor socket) noexcept {
        return or_error(::sockatmark(socket));
    }
};

}  // namespace os
}  // namespace v0
}  // namespace tenon
