// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

#include <tenon/base/bytes.hpp>
#include <tenon/base/cursor.hpp>
#include <tenon/system/fault_plan.hpp>
#include <tenon/system/native.hpp>
#include <tenon/system/posix_epoll.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

/// A system for tests, which fails on purpose as a `fault_plan` determines. Without a plan it
/// behaves as the underlying system.
template <class System>
class basic_faulty {
public:
    // The properties of the system.
    static constexpr bool has_do_not_wait =
        System::has_do_not_wait;  ///< that of the underlying system
    static constexpr bool reports_true_length =
        System::reports_true_length;  ///< that of the underlying system
    static constexpr bool reports_protocol =
        System::reports_protocol;  ///< that of the underlying system
    static constexpr bool reports_half_close =
        System::reports_half_close;  ///< that of the underlying system
    static constexpr bool undoes_connect =
        System::undoes_connect;  ///< that of the underlying system
    static constexpr bool shutdown_wakes_listeners =
        System::shutdown_wakes_listeners;  ///< that of the underlying system

    constexpr basic_faulty() noexcept = default;
    /// Fails as `plan` determines, and otherwise calls `underlying`.
    constexpr explicit basic_faulty(fault_plan& plan, System underlying = {}) noexcept
        : plan_(&plan), underlying_(underlying) {}

    std::ptrdiff_t socket(int domain, int type, int protocol) const noexcept {
        return run(call_name::socket, [&] { return underlying_.socket(domain, type, protocol); });
    }
    std::ptrdiff_t socketpair(int domain, int type, int protocol,
                              descriptor (&ends)[2]) const noexcept {
        return run(call_name::socketpair,
                   [&] { return underlying_.socketpair(domain, type, protocol, ends); });
    }
    std::ptrdiff_t accept(descriptor socket, socket_address* address, address_length* length,
                          int type_flags) const noexcept {
        return run(call_name::accept,
                   [&] { return underlying_.accept(socket, address, length, type_flags); });
    }
    std::ptrdiff_t duplicate(descriptor socket) const noexcept {
        return run(call_name::duplicate, [&] { return underlying_.duplicate(socket); });
    }
    std::ptrdiff_t close(descriptor socket) const noexcept {
        const fault* const applied = next(call_name::close);
        const std::ptrdiff_t closed = underlying_.close(socket);
        return applied != nullptr && applied->error != 0 ? -applied->error : closed;
    }
    std::ptrdiff_t shutdown(descriptor socket, direction which) const noexcept {
        return run(call_name::shutdown, [&] { return underlying_.shutdown(socket, which); });
    }
    std::ptrdiff_t shutdown_and_wake(descriptor socket) const noexcept {
        return run(call_name::shutdown_and_wake,
                   [&] { return underlying_.shutdown_and_wake(socket); });
    }
    std::ptrdiff_t set_reuse_address(descriptor socket) const noexcept {
        return run(call_name::set_reuse_address,
                   [&] { return underlying_.set_reuse_address(socket); });
    }
    std::ptrdiff_t bind(descriptor socket, const socket_address* address,
                        address_length length) const noexcept {
        return run(call_name::bind, [&] { return underlying_.bind(socket, address, length); });
    }
    std::ptrdiff_t listen(descriptor socket, int backlog) const noexcept {
        return run(call_name::listen, [&] { return underlying_.listen(socket, backlog); });
    }
    std::ptrdiff_t connect(descriptor socket, const socket_address* address,
                           address_length length) const noexcept {
        return run(call_name::connect,
                   [&] { return underlying_.connect(socket, address, length); });
    }
    std::ptrdiff_t disconnect(descriptor socket) const noexcept {
        return run(call_name::disconnect, [&] { return underlying_.disconnect(socket); });
    }
    std::ptrdiff_t getsockname(descriptor socket, socket_address* address,
                               address_length* length) const noexcept {
        return run(call_name::getsockname,
                   [&] { return underlying_.getsockname(socket, address, length); });
    }
    std::ptrdiff_t getpeername(descriptor socket, socket_address* address,
                               address_length* length) const noexcept {
        return run(call_name::getpeername,
                   [&] { return underlying_.getpeername(socket, address, length); });
    }

    template <class Data>
    std::ptrdiff_t send(descriptor socket, Data data, int flags) const noexcept {
        return run_transfer(call_name::send, data,
                            [&](auto part) { return underlying_.send(socket, part, flags); });
    }
    template <class Data>
    std::ptrdiff_t sendto(descriptor socket, Data data, const socket_address* to,
                          address_length length, int flags) const noexcept {
        return run_transfer(call_name::sendto, data, [&](auto part) {
            return underlying_.sendto(socket, part, to, length, flags);
        });
    }
    template <class Buffer>
    std::ptrdiff_t recv(descriptor socket, Buffer buffer, int flags) const noexcept {
        return run_transfer(call_name::recv, buffer,
                            [&](auto part) { return underlying_.recv(socket, part, flags); });
    }
    template <class Buffer>
    std::ptrdiff_t recv_datagram(descriptor socket, Buffer buffer, int flags) const noexcept {
        return run_transfer(call_name::recv_datagram, buffer, [&](auto part) {
            return underlying_.recv_datagram(socket, part, flags);
        });
    }
    template <class Buffer>
    std::ptrdiff_t recvfrom(descriptor socket, Buffer buffer, socket_address* from,
                            address_length* length, int flags) const noexcept {
        return run_transfer(call_name::recvfrom, buffer, [&](auto part) {
            return underlying_.recvfrom(socket, part, from, length, flags);
        });
    }
    /// If a fault lets fewer bytes be sent, they are sent with all of the control data.
    std::ptrdiff_t sendmsg(descriptor socket, const message<const_bytes>& data,
                           int flags) const noexcept {
        return run_transfer(call_name::sendmsg, data.buffers, [&](auto part) {
            message<const_bytes> fewer = data;
            fewer.buffers = part;
            return underlying_.sendmsg(socket, fewer, flags);
        });
    }
    /// If a fault lets fewer bytes be received, they are received with all of the control data; a
    /// message that does not fit is `truncated`.
    std::ptrdiff_t recvmsg(descriptor socket, message<mutable_bytes>& into,
                           int flags) const noexcept {
        const std::span<const mutable_bytes> buffers = into.buffers;
        const std::ptrdiff_t count = run_transfer(call_name::recvmsg, buffers, [&](auto part) {
            into.buffers = part;
            return underlying_.recvmsg(socket, into, flags);
        });
        into.buffers = buffers;
        return count;
    }
    std::ptrdiff_t sendmmsg(descriptor socket, std::span<batched_message<const_bytes>> batch,
                            int flags) const noexcept {
        return run_batch(call_name::sendmmsg, batch,
                         [&](auto part) { return underlying_.sendmmsg(socket, part, flags); });
    }
    std::ptrdiff_t recvmmsg(descriptor socket, std::span<batched_message<mutable_bytes>> batch,
                            int flags) const noexcept {
        return run_batch(call_name::recvmmsg, batch,
                         [&](auto part) { return underlying_.recvmmsg(socket, part, flags); });
    }
    std::ptrdiff_t available(descriptor socket) const noexcept {
        return run(call_name::available, [&] { return underlying_.available(socket); });
    }
    std::ptrdiff_t sockatmark(descriptor socket) const noexcept {
        return run(call_name::sockatmark, [&] { return underlying_.sockatmark(socket); });
    }

    std::ptrdiff_t setsockopt(descriptor socket, int level, int name, const void* value,
                              address_length size) const noexcept {
        return run(call_name::setsockopt,
                   [&] { return underlying_.setsockopt(socket, level, name, value, size); });
    }
    std::ptrdiff_t getsockopt(descriptor socket, int level, int name, void* value,
                              address_length* size) const noexcept {
        return run(call_name::getsockopt,
                   [&] { return underlying_.getsockopt(socket, level, name, value, size); });
    }
    std::ptrdiff_t change_membership(descriptor socket, membership change, int level,
                                     unsigned interface_index, const socket_address* group,
                                     const socket_address* source,
                                     address_length length) const noexcept {
        return run(call_name::change_membership, [&] {
            return underlying_.change_membership(socket, change, level, interface_index, group,
                                                 source, length);
        });
    }
    std::ptrdiff_t poll(descriptor socket, short events, int milliseconds) const noexcept {
        return run_wait(call_name::poll,
                        [&] { return underlying_.poll(socket, events, milliseconds); });
    }
    std::ptrdiff_t poll_any(std::span<poll_entry> entries,
                            std::int64_t nanoseconds) const noexcept {
        return run_wait(call_name::poll_any,
                        [&] { return underlying_.poll_any(entries, nanoseconds); });
    }
    /// Never fails. A fault's `before_call` is called before the clock is read.
    [[nodiscard]] std::int64_t now() const noexcept {
        static_cast<void>(next(call_name::now));
        return underlying_.now();
    }
    std::ptrdiff_t open_event(descriptor (&ends)[2]) const noexcept {
        return run(call_name::open_event, [&] { return underlying_.open_event(ends); });
    }
    /// Never fails, since a stop request never does.
    void raise_event(const descriptor (&ends)[2]) const noexcept { underlying_.raise_event(ends); }
    void clear_event(const descriptor (&ends)[2]) const noexcept { underlying_.clear_event(ends); }
    std::ptrdiff_t epoll_create() const noexcept {
        return run(call_name::epoll_create, [&] { return underlying_.epoll_create(); });
    }
    std::ptrdiff_t epoll_control(descriptor epoll, epoll_change change, descriptor watched,
                                 std::uint32_t events, std::uint64_t data) const noexcept {
        return run(call_name::epoll_control,
                   [&] { return underlying_.epoll_control(epoll, change, watched, events, data); });
    }
    std::ptrdiff_t epoll_wait(descriptor epoll, std::span<epoll_entry> events,
                              std::int64_t nanoseconds) const noexcept {
        return run_wait(call_name::epoll_wait,
                        [&] { return underlying_.epoll_wait(epoll, events, nanoseconds); });
    }
    /// A fault here is a poll(2) that failed. Nothing is known then, so the direction counts as
    /// open.
    ending receiving_ended(descriptor socket) const noexcept {
        const fault* const applied = next(call_name::receiving_ended);
        return applied == nullptr || applied->error == 0 ? underlying_.receiving_ended(socket)
                                                         : ending::open;
    }
    std::ptrdiff_t nonblocking(descriptor socket) const noexcept {
        return run(call_name::nonblocking, [&] { return underlying_.nonblocking(socket); });
    }
    [[nodiscard]] std::int64_t time_out(descriptor socket, readiness wanted) const noexcept {
        const fault* const applied = next(call_name::time_out);
        return applied == nullptr || applied->error == 0 ? underlying_.time_out(socket, wanted)
                                                         : -applied->error;
    }
    std::ptrdiff_t set_nonblocking(descriptor socket, bool on) const noexcept {
        return run(call_name::set_nonblocking,
                   [&] { return underlying_.set_nonblocking(socket, on); });
    }
    std::ptrdiff_t set_close_on_exec(descriptor socket) const noexcept {
        return run(call_name::set_close_on_exec,
                   [&] { return underlying_.set_close_on_exec(socket); });
    }
    std::ptrdiff_t suppress_sigpipe(descriptor socket) const noexcept {
        return run(call_name::suppress_sigpipe,
                   [&] { return underlying_.suppress_sigpipe(socket); });
    }
    std::ptrdiff_t domain(descriptor socket) const noexcept {
        return run(call_name::domain, [&] { return underlying_.domain(socket); });
    }
    std::ptrdiff_t protocol(descriptor socket) const noexcept {
        return run(call_name::protocol, [&] { return underlying_.protocol(socket); });
    }
    std::ptrdiff_t type(descriptor socket) const noexcept {
        return run(call_name::type, [&] { return underlying_.type(socket); });
    }
    std::ptrdiff_t listening(descriptor socket) const noexcept {
        return run(call_name::listening, [&] { return underlying_.listening(socket); });
    }
    std::ptrdiff_t pending_error(descriptor socket) const noexcept {
        return run(call_name::pending_error, [&] { return underlying_.pending_error(socket); });
    }
    std::ptrdiff_t interface_index(const char* name) const noexcept {
        return run(call_name::interface_index, [&] { return underlying_.interface_index(name); });
    }
    std::ptrdiff_t interface_name(unsigned index,
                                  char (&buffer)[interface_name_size]) const noexcept {
        return run(call_name::interface_name,
                   [&] { return underlying_.interface_name(index, buffer); });
    }
    std::ptrdiff_t interface_addresses(interface_entry** list) const noexcept {
        return run(call_name::interface_addresses,
                   [&] { return underlying_.interface_addresses(list); });
    }
    void free_interface_addresses(interface_entry* list) const noexcept {
        underlying_.free_interface_addresses(list);
    }
    std::ptrdiff_t interface_mtu(descriptor socket, const char* name) const noexcept {
        return run(call_name::interface_mtu,
                   [&] { return underlying_.interface_mtu(socket, name); });
    }
    std::ptrdiff_t interface_broadcast(descriptor socket, const char* name,
                                       socket_address* address) const noexcept {
        return run(call_name::interface_broadcast,
                   [&] { return underlying_.interface_broadcast(socket, name, address); });
    }
    std::ptrdiff_t interface_destination(descriptor socket, const char* name,
                                         socket_address* address) const noexcept {
        return run(call_name::interface_destination,
                   [&] { return underlying_.interface_destination(socket, name, address); });
    }

private:
    const fault* next(call_name call) const noexcept {
        const fault* const applied = plan_ == nullptr ? nullptr : plan_->next(call);
        if (applied != nullptr && applied->before_call != nullptr)
            applied->before_call();
        return applied;
    }

    /// Makes a call that either fails or succeeds as a whole.
    template <class Call>
    std::ptrdiff_t run(call_name name, Call call) const noexcept {
        const fault* const applied = next(name);
        if (applied == nullptr || applied->error == 0)
            return call();
        if (applied->carried_out)
            static_cast<void>(call());
        return -applied->error;
    }

    /// Makes a call that waits. A fault can let it return 0 at once, as if the time had passed.
    template <class Call>
    std::ptrdiff_t run_wait(call_name name, Call call) const noexcept {
        const fault* const applied = next(name);
        if (applied == nullptr)
            return call();
        if (applied->error != 0)
            return -applied->error;
        return applied->at_most == 0 ? 0 : call();
    }

    /// Makes a call that sends or receives bytes. A fault can let it carry fewer.
    template <class Bytes, class Call>
    std::ptrdiff_t run_transfer(call_name name, Bytes bytes, Call call) const noexcept {
        const fault* const applied = next(name);
        if (applied == nullptr || (applied->error == 0 && applied->at_most == fault::all))
            return call(bytes);
        if (applied->error != 0)
            return -applied->error;
        const auto cut = [&](std::ptrdiff_t returned) {
            // The fault shortens the message, not the buffer. So a call that returns the true
            // length of a message must not return more than it carried, or the message would seem
            // to be cut.
            return returned < 0 || static_cast<std::size_t>(returned) < applied->at_most
                       ? returned
                       : static_cast<std::ptrdiff_t>(applied->at_most);
        };
        if constexpr (requires { bytes.first(applied->at_most).after(0); }) {
            return cut(call(bytes.first(applied->at_most)));
        } else {
            window<typename Bytes::value_type> fewer;
            std::size_t left = applied->at_most;
            for (const auto view : bytes) {
                if (fewer.full() || left == 0)
                    break;
                fewer.push(view.first(left));
                left -= view.first(left).size();
            }
            return cut(call(Bytes(fewer.data(), fewer.size())));
        }
    }

    /// Makes a call that sends or receives several messages. A fault can let it carry fewer. Each
    /// of them is whole.
    template <class Batch, class Call>
    std::ptrdiff_t run_batch(call_name name, Batch batch, Call call) const noexcept {
        const fault* const applied = next(name);
        if (applied == nullptr || (applied->error == 0 && applied->at_most >= batch.size()))
            return call(batch);
        return applied->error != 0 ? -applied->error : call(batch.first(applied->at_most));
    }

    fault_plan* plan_ = nullptr;
    [[no_unique_address]] System underlying_;
};

/// The native system, with faults.
using faulty = basic_faulty<native>;

}  // namespace os
}  // namespace v0
}  // namespace tenon
