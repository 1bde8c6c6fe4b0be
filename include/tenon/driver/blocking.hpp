// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <tenon/base/limit_set.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/driver/attempt_once.hpp>
#include <tenon/driver/limited_attempt.hpp>
#include <tenon/driver/proceed.hpp>
#include <tenon/driver/repeat_call.hpp>
#include <tenon/system/kernel_time.hpp>
#include <tenon/system/native.hpp>

namespace tenon {
inline namespace v0 {

/// Makes the calls of an operation in the calling thread, until the operation is done. The thread
/// sleeps in the system call, or in poll(2) if the descriptor is nonblocking. EINTR is retried. The
/// socket's own time-outs (SO_RCVTIMEO, SO_SNDTIMEO) end the sleep, and the operation fails with
/// `operation_would_block`.
///
/// With limits no call blocks, and the thread sleeps in poll(2). An operation that does not end in
/// time fails with `timed_out`; an operation that is stopped fails with `operation_canceled`. The
/// socket's own time-outs have no effect. `accept` and `connect` make the descriptor nonblocking,
/// permanently.
template <class System>
class basic_blocking {
public:
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;

    template <class Operation, class Handle>
    using outcome = result<typename Operation::value_type>;

    constexpr basic_blocking() noexcept
        requires std::default_initializable<System>
    = default;
    constexpr explicit basic_blocking(const System& system) noexcept : system_(system) {}

    [[nodiscard]] constexpr const System& system() const noexcept { return system_; }

    std::ptrdiff_t close(os::descriptor socket) const noexcept { return system_.close(socket); }

    // Always inlined: the compiler then sees the whole loop, and emits the code of a loop written
    // by hand.
    template <class Handle, socket_operation Operation>
    [[gnu::always_inline]] outcome<Operation, Handle> perform(Handle&& handle,
                                                              Operation&& operation) const {
        const blocking_attempt until_done = {*this, handle.descriptor()};
        static_cast<void>(tenon::proceed(operation, until_done));
        return tenon::conclude(operation, handle);
    }

    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation,
                                       limit_set limits) const {
        limited_attempt<System> within_limits(system_, handle.descriptor(), limits);
        static_cast<void>(tenon::proceed(operation, within_limits));
        return tenon::conclude(operation, handle);
    }

private:
    /// The object that an operation's `next` is handed: it makes the calls. Only the first attempt
    /// is inlined, so that an operation that succeeds at once does not pay for further attempts.
    struct blocking_attempt {
        static constexpr bool answers_at_once = true;
        static constexpr bool never_pends = true;
        const basic_blocking& driver;
        os::descriptor socket;

        [[nodiscard]] std::int64_t now() const noexcept { return driver.system_.now(); }
        template <class Call>
        [[gnu::always_inline]] call_outcome<returned_t<Call, System>> operator()(Call& call) const {
            constexpr call_facts facts = facts_of<Call>;
            returned_t<Call, System> returned{-EWOULDBLOCK};
            if constexpr (!facts.polls_first) {
                returned = call(driver.system_, socket, 0);
                if (detail::count_of(returned) >= 0) [[likely]]
                    return {returned};
                // EINPROGRESS on a blocking descriptor means that its own time-out has ended
                // connect(2) (SO_SNDTIMEO, socket(7)).
                if constexpr (!facts.restartable && facts.poll_is_reliable)
                    if (detail::count_of(returned) == -EINPROGRESS &&
                        driver.system_.nonblocking(socket) == 0)
                        returned = {-EWOULDBLOCK};
                if constexpr (detail::is_never_repeated(facts))
                    return {returned};
            }
            passed_call<Call> passed = call;
            return unpacked(repeat<passed_call<Call>>(driver.system_, socket, passed, returned));
        }
    };

    /// Waits for `repeat_call` if there are no limits, as long as the socket's own time-out allows.
    /// The time-out counts from the first wait.
    class waiter {
    public:
        waiter(const System& system, os::descriptor socket, os::readiness wanted) noexcept
            : system_(system), socket_(socket), wanted_(wanted) {}

        [[nodiscard]] const System& system() const noexcept { return system_; }
        [[nodiscard]] os::descriptor socket() const noexcept { return socket_; }
        template <class Call>
        [[nodiscard]] static constexpr int flags() noexcept {
            return 0;
        }
        [[nodiscard]] bool would_wait() const noexcept { return system_.nonblocking(socket_) != 0; }
        [[nodiscard]] static std::ptrdiff_t may_retry() noexcept { return 0; }
        [[nodiscard]] std::ptrdiff_t wait_for(os::readiness wanted) noexcept {
            for (;;) {
                const std::int64_t time = left();
                const std::ptrdiff_t ready =
                    system_.poll(socket_, static_cast<short>(wanted), os::milliseconds_of(time));
                if (ready == 0 && time == 0)
                    return -EWOULDBLOCK;
                if (ready != -EINTR && (ready != 0 || time < 0))
                    return ready;
            }
        }
        [[nodiscard]] std::ptrdiff_t pause(std::int64_t nanoseconds) noexcept {
            const std::int64_t time = left();
            if (time == 0)
                return -EWOULDBLOCK;
            static_cast<void>(
                system_.poll_any({}, time < 0 || nanoseconds < time ? nanoseconds : time));
            return 0;
        }
        [[nodiscard]] static bool is_last() noexcept { return false; }

    private:
        /// Returns the nanoseconds until the time-out passes; negative if there is none, or if it
        /// cannot be read.
        [[nodiscard]] std::int64_t left() noexcept {
            if (!begun_) {
                begun_ = true;
                if (const std::int64_t time = system_.time_out(socket_, wanted_); time > 0)
                    time_out_.end_within(time);
                time_out_.begin(system_);
            }
            return time_out_.has_deadline() ? time_out_.left(system_.now()) : -1;
        }

        const System& system_;
        os::descriptor socket_;
        os::readiness wanted_;
        bool begun_ = false;
        limit_set time_out_;
    };

    // The out-of-line function takes its arguments by value if it can, so that the caller's locals
    // stay in registers and a call that succeeds at once pays nothing for it.
    using passed_system = std::conditional_t<std::is_empty_v<System>, System, const System&>;
    template <class Call>
    struct passed_call_of {
        using type = Call&;
    };
    template <class Call>
        requires requires { requires Call::may_be_copied; }
    struct passed_call_of<Call> {
        using type = std::remove_const_t<Call>;
    };
    template <class Call>
    using passed_call = typename passed_call_of<Call>::type;
    // If the call returns a number, its outcome is returned in one register: the driver's own
    // failures are encoded as numbers below every negated errno.
    static constexpr std::ptrdiff_t below_errnos = -0x1000000;
    static constexpr std::ptrdiff_t packed(const call_outcome<std::ptrdiff_t>& outcome) noexcept {
        return outcome.error != 0 ? below_errnos - outcome.error : outcome.returned;
    }
    [[gnu::always_inline]] static constexpr call_outcome<std::ptrdiff_t> unpacked(
        std::ptrdiff_t number) noexcept {
        if (number < below_errnos)
            return {.error = detail::narrow_cast<int>(below_errnos - number)};
        return {number};
    }
    template <class Returned>
    static constexpr call_outcome<Returned> packed(const call_outcome<Returned>& outcome) noexcept {
        return outcome;
    }
    template <class Returned>
    static constexpr call_outcome<Returned> unpacked(
        const call_outcome<Returned>& outcome) noexcept {
        return outcome;
    }

    /// Repeats a call after its first attempt.
    template <class PassedCall, class Returned>
    [[gnu::noinline, gnu::cold]] static auto repeat(passed_system system, os::descriptor socket,
                                                    PassedCall call, Returned returned) {
        waiter own(system, socket, std::remove_cvref_t<PassedCall>::waits_for);
        return packed(tenon::repeat_call(own, call, detail::first_attempt<PassedCall>(returned)));
    }

    [[no_unique_address]] System system_;
};

/// The blocking driver on the native system: the default driver of the verbs.
using blocking = basic_blocking<os::native>;

static_assert(driver<blocking> && waits<blocking> && returns_results<blocking> &&
              takes_limits<blocking, within>);

}  // namespace v0
}  // namespace tenon
