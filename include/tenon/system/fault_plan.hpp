// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace tenon {
inline namespace v0 {
namespace os {

/// The names of the calls of a system.
enum class call_name : std::uint8_t {
    socket,
    socketpair,
    accept,
    duplicate,
    close,
    shutdown,
    shutdown_and_wake,
    set_reuse_address,
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
/// The number of names.
inline constexpr std::size_t call_names =
    static_cast<std::size_t>(call_name::interface_destination) + 1;

/// A planned fault: a call fails, or succeeds only in part.
struct fault {
    static constexpr std::size_t all =
        static_cast<std::size_t>(-1);  ///< for `at_most`: as many as were requested

    call_name call;
    int error = 0;  ///< the errno that the call reports; 0: it does not fail
    std::size_t at_most =
        all;  ///< if `error` is 0: the most bytes that a call sends or receives, the most messages
              ///< that it sends or receives as a batch; 0 lets poll(2) find nothing ready
    int after = 0;             ///< the number of calls that pass before the first faulty one
    int times = 1;             ///< the number of faulty calls; negative: all from then on
    bool carried_out = false;  ///< the call is made, then reports `error`: an EINTR that comes too
                               ///< late. `close` is always made
    void (*before_call)() =
        nullptr;  ///< called right before each faulty call: to let time pass, or another thread act
};

/// The faults of a `faulty` system, and the number of calls that it has seen. It must outlive the
/// sockets that use it.
/// Thread safety: none; only one thread at a time may use a plan and the sockets under it.
class fault_plan {
public:
    static constexpr std::size_t most_faults = 4;  ///< the largest number of faults in a plan

    /// A plan without faults.
    constexpr fault_plan() noexcept = default;
    /// If several faults fit a call, the first of them applies.
    template <std::same_as<fault>... Others>
        requires(sizeof...(Others) < most_faults)
    constexpr explicit fault_plan(const fault& planned, const Others&... others) noexcept
        : planned_{planned, others...}, count_(1 + sizeof...(Others)) {}

    /// Returns the number of calls of this name so far, including those that failed.
    [[nodiscard]] constexpr int seen(call_name call) const noexcept {
        return seen_[static_cast<std::size_t>(call)];
    }
    /// Returns the number of calls to which the fault at this index of the plan applied.
    [[nodiscard]] constexpr int applied(std::size_t index) const noexcept {
        return applied_[index];
    }
    /// Returns the number of calls to which any fault applied.
    [[nodiscard]] constexpr int applied() const noexcept {
        int sum = 0;
        for (const int each : applied_)
            sum += each;
        return sum;
    }

    /// Counts a call. Returns the fault that applies to it, or null.
    constexpr const fault* next(call_name call) noexcept {
        const int before = seen_[static_cast<std::size_t>(call)]++;
        for (std::size_t index = 0; index != count_; ++index) {
            const fault& planned = planned_[index];
            if (call != planned.call || before < planned.after ||
                (planned.times >= 0 && before - planned.after >= planned.times))
                continue;
            ++applied_[index];
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
