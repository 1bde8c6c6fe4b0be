// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace tenon {
inline namespace v0 {
namespace os {

/// The calls of a system, by name.
enum class call_name : std::uint8_t {
    socket,
    socketpair,
    accept,
    duplicate,
    close,
    shutdown,
    shutdown_and_wake,
    claim_address,
    bind,
    listen,
    connect,
    disconnect,
    getsockname,
    getpeername,
    send,
    sendto,
    recv,
    recv_datagram,
    recvfrom,
    sendmsg,
    recvmsg,
    sendmmsg,
    recvmmsg,
    available,
    sockatmark,
    setsockopt,
    getsockopt,
    change_membership,
    poll,
    poll_any,
    now,
    open_event,
    epoll_create,
    epoll_control,
    epoll_wait,
    receiving_ended,
    nonblocking,
    time_out,
    set_nonblocking,
    set_close_on_exec,
    suppress_sigpipe,
    domain,
    protocol,
    type,
    listening,
    pending_error,
    interface_index,
    interface_name,
    interface_addresses,
    interface_mtu,
    interface_broadcast,
    interface_destination,
};
/// How many names there are.
inline constexpr std::size_t call_names = static_cast<std::size_t>(call_name::interface_destination) + 1;

/// One way in which a call fails, or succeeds less than was hoped.
struct fault {
    static constexpr std::size_t all = static_cast<std::size_t>(-1);  ///< for `at_most`: no less than was asked for

    call_name call;
    int error = 0;              ///< the errno that the call reports; 0: none
    std::size_t at_most = all;  ///< where `error` is 0: the bytes that a sending or receiving call may carry, the messages
                                ///< where it carries a batch, or 0 where poll(2) is to find nothing ready
    int after = 0;              ///< calls that pass before the first that fails
    int times = 1;              ///< calls that fail; negative: all from then on
    bool carried_out = false;  ///< the call is made and what it returned hidden: an EINTR that came too late. `close` always is
    void (*happens)() = nullptr;  ///< called right before each of them: to let time pass, or another thread act
};

/// What a `faulty` system is to do, and what it has seen. It outlives the sockets that use it, and is not synchronised.
class fault_plan {
public:
    static constexpr std::size_t most_faults = 4;  ///< what one plan holds

    /// Nothing is to fail.
    constexpr fault_plan() noexcept = default;
    /// Of several faults that fit, the first applies.
    template <std::same_as<fault>... Others>
        requires(sizeof...(Others) < most_faults)
    constexpr explicit fault_plan(const fault& planned, const Others&... others) noexcept
        : planned_{planned, others...}, count_(1 + sizeof...(Others)) {}

    /// Calls of this name so far, those that failed included.
    [[nodiscard]] constexpr int seen(call_name call) const noexcept { return seen_[static_cast<std::size_t>(call)]; }
    /// Calls that one of the faults applied to, by its place among them.
    [[nodiscard]] constexpr int applied(std::size_t place) const noexcept { return applied_[place]; }
    /// Calls that any of them applied to.
    [[nodiscard]] constexpr int applied() const noexcept {
        int sum = 0;
        for (const int each : applied_)
            sum += each;
        return sum;
    }

    /// Counts a call; the fault that applies to it, or null.
    constexpr const fault* next(call_name call) noexcept {
        const int before = seen_[static_cast<std::size_t>(call)]++;
        for (std::size_t place = 0; place != count_; ++place) {
            const fault& planned = planned_[place];
            if (call != planned.call || before < planned.after ||
                (planned.times >= 0 && before - planned.after >= planned.times))
                continue;
            ++applied_[place];
            return &planned;
        }
        return nullptr;
    }

private:
    fault planned_[most_faults] = {};
    std::size_t count_ = 0;
    int applied_[most_faults] = {};
    int seen_[call_names] = {};
};

}  // namespace os
}  // namespace v0
}  // namespace tenon
