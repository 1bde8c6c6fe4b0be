// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <tenon/base/limit_set.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/driver/attempt_once.hpp>
#include <tenon/driver/limit_watch.hpp>
#include <tenon/driver/repeat_call.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The object that an operation's `next` is handed under limits; one object serves the whole
/// operation. It makes attempts that do not block, and waits between them until the operation takes
/// the result or a limit is reached.
template <class System>
class limited_attempt {
public:
    static constexpr bool answers_at_once = true;
    static constexpr bool never_pends = true;

    /// `limits` must outlive this object. A duration among them counts from now.
    limited_attempt(const System& system, os::descriptor socket, limit_set& limits) noexcept
        : watch_(system, limits), socket_(socket) {}

    [[nodiscard]] std::int64_t now() const noexcept { return watch_.system().now(); }
    /// Returns the negated error that forbids every attempt, or 0: for example if the time had
    /// passed before the operation began.
    [[nodiscard]] std::ptrdiff_t refusal() const noexcept { return watch_.refusal(); }
    // Only the first attempt is inlined, as in an operation without limits.
    template <class Call>
    [[gnu::always_inline]] call_outcome<returned_t<Call, System>> operator()(Call& call) {
        using returned_type = returned_t<Call, System>;
        constexpr call_facts facts = facts_of<Call>;
        // A call that polls first (SO_ERROR after connect) continues the attempt of the previous
        // call, if that one did not poll first. So it does not count as a new attempt.
        const bool is_new_attempt = !facts.polls_first || polled_first_;
        polled_first_ = facts.polls_first;
        if (const std::ptrdiff_t over = may_begin(is_new_attempt); over < 0) [[unlikely]]
            return {.error = detail::narrow_cast<int>(-over)};
        if constexpr (!facts.never_waits && !(facts.honors_dontwait && System::has_do_not_wait))
            if (const std::ptrdiff_t set = become_nonblocking(); set < 0) [[unlikely]]
                return {.error = detail::narrow_cast<int>(-set)};
        returned_type returned{-EWOULDBLOCK};
        if constexpr (!facts.polls_first) {
            returned = call(system(), socket_, flags<Call>());
            if (detail::count_of(returned) >= 0) [[likely]]
                return {returned};
        }
        return repeat(call, returned);
    }

    // The members that `repeat_call` needs.

    [[nodiscard]] const System& system() const noexcept { return watch_.system(); }
    [[nodiscard]] os::descriptor socket() const noexcept { return socket_; }
    /// Returns the message flags with which the call does not wait.
    template <class Call>
    [[nodiscard]] static constexpr int flags() noexcept {
        return facts_of<Call>.honors_dontwait ? os::do_not_wait : 0;
    }
    [[nodiscard]] static bool would_wait() noexcept { return true; }
    /// Returns 0, or the negated error of a limit.
    std::ptrdiff_t may_retry() noexcept { return may_begin(true); }
    /// Waits with poll(2). Returns a positive number when the socket is ready, or a negated error.
    std::ptrdiff_t wait_for(os::readiness wanted) const noexcept {
        // poll(2) would ignore a negative descriptor.
        if (socket_ == os::no_descriptor)
            return -EBADF;
        os::poll_entry entries[1 + limit_set::most_stop_tokens];
        entries[0] = {socket_, static_cast<short>(wanted), 0};
        return watch_.wait(entries, 1);
    }
    /// Sleeps for `nanoseconds` (poll(2)). Returns 0, or the negated error of a limit.
    std::ptrdiff_t pause(std::int64_t nanoseconds) const noexcept {
        return watch_.pause(nanoseconds);
    }
    [[nodiscard]] bool is_last() const noexcept { return watch_.left() == 0; }

private:
    template <class Call, class Returned>
    [[gnu::noinline, gnu::cold]] call_outcome<Returned> repeat(Call& call, Returned returned) {
        return tenon::repeat_call(*this, call, detail::first_attempt<Call>(returned));
    }

    /// Returns 0, or the negated error that forbids an attempt. The first attempt does not read the
    /// clock: only `refusal` forbids it, which `proceed` has asked.
    std::ptrdiff_t may_begin(bool is_new_attempt) noexcept {
        if (!begun_) {
            begun_ = true;
            return 0;
        }
        return is_new_attempt ? may_go_on() : watch_.refusal();
    }
    [[gnu::noinline]] std::ptrdiff_t may_go_on() const noexcept {
        const std::ptrdiff_t refused = watch_.refusal();
        return refused == 0 && watch_.has_passed() ? -ETIMEDOUT : refused;
    }

    std::ptrdiff_t become_nonblocking() noexcept {
        if (nonblocking_)
            return 0;
        nonblocking_ = true;
        return system().set_nonblocking(socket_, true);
    }

    limit_watch<System> watch_;
    os::descriptor socket_;
    bool begun_ = false;
    bool polled_first_ = false;
    bool nonblocking_ = false;
};

}  // namespace v0
}  // namespace tenon
