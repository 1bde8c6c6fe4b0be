// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>

#include <tenon/base/assume.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/driver/limited_attempt.hpp>
#include <tenon/system/native.hpp>

namespace tenon::inline v0 {

/// Calls until the operation is done, in the calling thread, which sleeps in the call. EINTR is retried. A descriptor that
/// somebody made nonblocking is waited for with poll(2).
///
/// With limits no call blocks, and the thread sleeps in poll(2): what does not end in time fails with `timed_out`, what is
/// stopped with `operation_canceled`. Of `accept` and `connect` that makes the descriptor nonblocking, for good.
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

    // Inlined always: the compiler then sees the whole loop, and makes of it what it makes of one that is written by hand.
    template <class Handle, socket_operation Operation>
    [[gnu::always_inline]] outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const {
        const attempt until_answered = {*this, handle.descriptor()};
        while (!operation.advance(operation.next(until_answered))) {
        }
        return operation.finish(static_cast<Handle&&>(handle));
    }

    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation, const limits& bounds) const {
        limited_attempt<System> within_limits(system_, handle.descriptor(), bounds);
        while (!operation.advance(operation.next(within_limits))) {
        }
        return operation.finish(static_cast<Handle&&>(handle));
    }

private:
    /// What an operation hands its calls to: makes one until it has an answer that is the operation's business.
    struct attempt {
        const basic_blocking& driver;
        os::descriptor socket;

        template <class Call>
        [[gnu::always_inline]] std::ptrdiff_t operator()(const Call& call) const {
            if constexpr (is_waited_for_first<Call>)
                if (const std::ptrdiff_t ready = driver.wait_for(socket, Call::waits_for); ready < 0)
                    return ready;
            for (;;) {
                const std::ptrdiff_t answer = call(driver.system_, socket, 0);
                if (answer >= 0) [[likely]]
                    return answer;
                if constexpr (!readiness_tells<Call>) {
                    if (answer != -EINTR || is_repeatable<Call>)
                        return driver.come_back(call, socket, answer);
                    return answer;
                } else if constexpr (!is_repeatable<Call>) {
                    return answer;
                } else if constexpr (knows_shut<Call>) {
                    return driver.persist(call, socket, answer);
                } else if (const std::ptrdiff_t settled = driver.settle(socket, Call::waits_for, answer); settled < 0) {
                    return settled;
                }
            }
        }
    };

    // Out of line, so that what these need costs nothing where it is not needed.

    /// What to do about an error: to call again where it is 0, or the events that were waited for; else it is the operation's
    /// business.
    [[gnu::noinline, gnu::cold]] std::ptrdiff_t settle(os::descriptor socket, os::readiness wanted,
                                                       std::ptrdiff_t answer) const noexcept {
        if (answer == -EINTR)
            return 0;
        // A descriptor that blocks says it when its own time-out has passed (SO_RCVTIMEO, SO_SNDTIMEO).
        if (answer != -EAGAIN || system_.nonblocking(socket) == 0)
            return answer;
        return wait_for(socket, wanted);
    }
    /// Goes on after an error, on a socket that may have been shut. The call is given by value, so that no address of it is
    /// taken where it succeeds.
    template <class Call>
    [[gnu::noinline, gnu::cold]] std::ptrdiff_t persist(Call call, os::descriptor socket,
                                                        std::ptrdiff_t answer) const noexcept {
        for (bool shut = false; answer < 0; answer = call(system_, socket, 0)) {
            // Once more after the end was seen: something may have come before it.
            if (shut && answer == -EAGAIN)
                return Call::where_shut;
            const std::ptrdiff_t settled = settle(socket, Call::waits_for, answer);
            if (settled < 0)
                return settled;
            shut = settled > 0 && system_.receiving_ended(socket) == os::ending::ended;
        }
        return answer;
    }
    /// The same where poll(2) tells nothing: calls again and again, with pauses.
    template <class Call>
    [[gnu::noinline, gnu::cold]] std::ptrdiff_t come_back(const Call& call, os::descriptor socket,
                                                          std::ptrdiff_t answer) const noexcept {
        for (growing_pause pause; answer == -EINTR || answer == -EAGAIN; answer = call(system_, socket, 0)) {
            if (answer == -EINTR) {
                if constexpr (is_repeatable<Call>)
                    continue;
                return answer;
            }
            if (system_.nonblocking(socket) == 0)
                return answer;
            static_cast<void>(system_.poll_any({}, pause.next()));
        }
        return answer;
    }
    [[gnu::noinline, gnu::cold]] std::ptrdiff_t wait_for(os::descriptor socket, os::readiness wanted) const noexcept {
        for (;;)
            if (const std::ptrdiff_t ready = system_.poll(socket, static_cast<short>(wanted), -1); ready != -EINTR)
                return ready;
    }

    [[no_unique_address]] System system_;
};

/// The blocking driver over the system that the program runs on: the default of the verbs.
using blocking = basic_blocking<os::native>;

static_assert(driver<blocking> && waits<blocking> && answers_at_once<blocking> && takes_limits<blocking, within>);

}  // namespace tenon::inline v0
