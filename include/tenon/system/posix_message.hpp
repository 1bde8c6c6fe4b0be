// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>

#include <tenon/base/bytes.hpp>
#include <tenon/system/control_data.hpp>
#include <tenon/system/features.hpp>
#include <tenon/system/message.hpp>
#include <tenon/system/types.hpp>

// Messages in the kernel's form: how `os::posix` calls sendmsg(2), recvmsg(2), and their forms for
// batches. Each function returns what its system call returns, and leaves the error in errno. They
// are templates, so that a program that neither sends nor receives messages does not compile them.
// `View` is not deduced, so that the arguments convert.

namespace tenon {
inline namespace v0 {
namespace detail {

#if defined(TENON_HAS_CMSG_CLOEXEC)
inline constexpr int close_received_on_exec = MSG_CMSG_CLOEXEC;
#else
inline constexpr int close_received_on_exec = 0;
#endif

/// Returns the message in the kernel's form. A view has the memory layout of the kernel's iovec, so
/// that an array of views is passed as it is. Only the kernel reads it as iovecs.
template <class View>
::msghdr kernel_form(const os::message<View>& from) noexcept {
    static_assert(sizeof(View) == sizeof(::iovec) && alignof(View) == alignof(::iovec) &&
                  offsetof(::iovec, iov_base) == 0 && offsetof(::iovec, iov_len) == sizeof(void*));
    ::msghdr header = {};
    header.msg_name = const_cast<os::socket_address*>(from.address);
    header.msg_namelen = from.address_size;
    header.msg_iov = const_cast<::iovec*>(reinterpret_cast<const ::iovec*>(from.buffers.data()));
    header.msg_iovlen = static_cast<decltype(header.msg_iovlen)>(from.buffers.size());
    header.msg_control = const_cast<std::byte*>(from.control.data());
    header.msg_controllen = static_cast<decltype(header.msg_controllen)>(from.control.size());
    return header;
}

/// Makes the descriptors in control data close-on-exec (fcntl(2)), for a system that cannot do so
/// when it receives them.
template <class View = const_bytes>
void close_rights_on_exec(std::type_identity_t<View> control) noexcept {
    os::control_item item;
    for (os::control_reader reader(control); reader.next(item);) {
        if (item.level != SOL_SOCKET || item.type != SCM_RIGHTS)
            continue;
        for (const_bytes rest = item.data; rest.size() >= sizeof(os::descriptor);
             rest = rest.after(sizeof(os::descriptor))) {
            os::descriptor received;
            std::memcpy(&received, rest.data(), sizeof received);
            static_cast<void>(::fcntl(received, F_SETFD, FD_CLOEXEC));
        }
    }
}

/// Copies to `into` what the kernel reported about a received message.
template <class View>
void take_over(os::message<View>& into, const ::msghdr& header) noexcept {
    into.address_size = into.address != nullptr ? header.msg_namelen : 0;
    into.control = into.control.first(static_cast<std::size_t>(header.msg_controllen));
    // Linux reports MSG_CMSG_CLOEXEC among the flags of the message.
    into.flags = header.msg_flags & ~close_received_on_exec;
    if constexpr (close_received_on_exec == 0)
        detail::close_rights_on_exec(into.control);
}

/// Returns the flags of a receiving call as this system takes them.
[[nodiscard]] constexpr int receiving_flags(int flags) noexcept {
    return (os::posix_facts::reports_true_length ? flags : flags & ~os::true_length) |
           close_received_on_exec;
}

/// sendmsg(2).
template <class View = const_bytes>
::ssize_t send_message(os::descriptor socket,
                       const os::message<std::type_identity_t<View>>& message, int flags) noexcept {
    const ::msghdr header = detail::kernel_form<View>(message);
    return ::sendmsg(socket, &header, flags);
}

/// recvmsg(2).
template <class View = mutable_bytes>
::ssize_t receive_message(os::descriptor socket, os::message<std::type_identity_t<View>>& message,
                          int flags) noexcept {
    ::msghdr header = detail::kernel_form<View>(message);
    const ::ssize_t count = ::recvmsg(socket, &header, receiving_flags(flags));
    if (count < 0) [[unlikely]]
        return count;
    detail::take_over<View>(message, header);
    if constexpr (!os::posix_facts::reports_true_length)
        return (flags & os::true_length) != 0 && (message.flags & os::truncated) != 0 ? count + 1
                                                                                      : count;
    return count;
}

/// Passes the messages of a batch to `call` one by one, with the number of messages that are done,
/// until a call fails; at most `longest_batch` messages. Returns the number of messages that are
/// done, or the failure of the first call.
template <class View, class Call>
::ssize_t one_by_one(std::span<os::batched_message<View>> batch, Call&& call) {
    ::ssize_t done = 0;
    for (os::batched_message<View>& each :
         batch.first(batch.size() < os::longest_batch ? batch.size() : os::longest_batch)) {
        const ::ssize_t count = call(each, done);
        if (count < 0)
            return done != 0 ? done : count;
        each.count = static_cast<std::size_t>(count);
        ++done;
    }
    return done;
}
/// sendmsg(2), message by message.
template <class View = const_bytes>
::ssize_t send_each(os::descriptor socket,
                    std::span<os::batched_message<std::type_identity_t<View>>> batch,
                    int flags) noexcept {
    return detail::one_by_one(batch, [&](const os::batched_message<View>& each, ::ssize_t) {
        return detail::send_message<View>(socket, each, flags);
    });
}
/// recvmsg(2), message by message; waits for the first only.
template <class View = mutable_bytes>
::ssize_t receive_each(os::descriptor socket,
                       std::span<os::batched_message<std::type_identity_t<View>>> batch,
                       int flags) noexcept {
    return detail::one_by_one(batch, [&](os::batched_message<View>& each, ::ssize_t done) {
        return detail::receive_message<View>(socket, each,
                                             done != 0 ? flags | os::do_not_wait : flags);
    });
}

#if defined(TENON_HAS_BATCHES)

/// sendmmsg(2), of at most `longest_batch` messages.
template <class View = const_bytes>
int send_batch(os::descriptor socket,
               std::span<os::batched_message<std::type_identity_t<View>>> batch,
               int flags) noexcept {
    ::mmsghdr headers[os::longest_batch];
    unsigned size = 0;
    for (; size != batch.size() && size != os::longest_batch; ++size)
        headers[size] = {detail::kernel_form<View>(batch[size]), 0};
    const int done = ::sendmmsg(socket, headers, size, flags);
    for (int index = 0; index < done; ++index)
        batch[static_cast<std::size_t>(index)].count = headers[index].msg_len;
    return done;
}

/// recvmmsg(2), of at most `longest_batch` messages, without its time-out, which the kernel checks
/// only when a message arrives.
///
/// Waits for the first message only (MSG_WAITFORONE). If the call waited for all of them, an error
/// that ended the wait would become the socket's pending error. A signal is such an error, and the
/// next call would fail with a number that is not an errno.
template <class View = mutable_bytes>
int receive_batch(os::descriptor socket,
                  std::span<os::batched_message<std::type_identity_t<View>>> batch,
                  int flags) noexcept {
    ::mmsghdr headers[os::longest_batch];
    unsigned size = 0;
    for (; size != batch.size() && size != os::longest_batch; ++size)
        headers[size] = {detail::kernel_form<View>(batch[size]), 0};
    const int done =
        ::recvmmsg(socket, headers, size, receiving_flags(flags) | MSG_WAITFORONE, nullptr);
    for (int index = 0; index < done; ++index) {
        os::batched_message<View>& each = batch[static_cast<std::size_t>(index)];
        detail::take_over<View>(each, headers[index].msg_hdr);
        each.count = headers[index].msg_len;
    }
    return done;
}

#else

template <class View = const_bytes>
::ssize_t send_batch(os::descriptor socket,
                     std::span<os::batched_message<std::type_identity_t<View>>> batch,
                     int flags) noexcept {
    return detail::send_each(socket, batch, flags);
}
template <class View = mutable_bytes>
::ssize_t receive_batch(os::descriptor socket,
                        std::span<os::batched_message<std::type_identity_t<View>>> batch,
                        int flags) noexcept {
    return detail::receive_each(socket, batch, flags);
}

#endif

}  // namespace detail
}  // namespace v0
}  // namespace tenon
