// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/limit_set.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/driver/attempt_once.hpp>
#include <tenon/driver/proceed.hpp>
#include <tenon/driver/retry_policy.hpp>
#include <tenon/loop/limited_wait.hpp>
#include <tenon/loop/slot_table.hpp>
#include <tenon/socket/handle.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// How an operation refers to its socket: not at all, to the handle that it takes, or it owns the handle.
template <class Operation, class Handle>
struct kept_handle {
    explicit kept_handle(std::remove_reference_t<Handle>&) noexcept {}
    kept_handle() noexcept = default;
};
template <class Operation, class Handle>
    requires(std::is_lvalue_reference_v<Handle> && takes_handle<Operation>)
struct kept_handle<Operation, Handle> {
    explicit kept_handle(std::remove_reference_t<Handle>& handle) noexcept : kept(detail::address_of(handle)) {}
    kept_handle() noexcept : kept(nullptr) {}
    [[nodiscard]] auto& get() const noexcept { return *kept; }
    std::remove_reference_t<Handle>* kept;
};
template <class Operation, class Handle>
    requires(!std::is_reference_v<Handle>)
struct kept_handle<Operation, Handle> {
    explicit kept_handle(Handle& handle) noexcept : kept(std::move(handle)) {}
    // There is no default-made handle if the driver has none.
    kept_handle() noexcept : none() {}
    kept_handle(const kept_handle&) = delete;
    kept_handle& operator=(const kept_handle&) = delete;
    ~kept_handle() {}
    [[nodiscard]] Handle& get() noexcept { return kept; }
    union {
        char none;
        Handle kept;
    };
};

/// An operation in the frame of the coroutine that awaits it: attempted at once, then each time that the loop says that it may
/// go on. The coroutine is resumed when it is complete.
///
/// While it waits it has a place in the slot of its descriptor, so that there is one of a direction, and closing the socket
/// ends it.
template <class Loop, class Operation, class Handle>
class pending_operation : public limited_wait {
    using driver_type = typename Loop::driver_type;
    using system_type = typename Loop::system_type;
    using value_type = typename Operation::value_type;
    static constexpr bool owns_handle = !std::is_reference_v<Handle>;

public:
    pending_operation(const driver_type& driver, std::remove_reference_t<Handle>& handle, Operation&& operation) noexcept
        : limited_wait(&on_notice, driver.loop()),
          descriptor_(handle.descriptor()),
          handle_(handle),
          operation_(std::move(operation)) {}
    pending_operation(const driver_type& driver, std::remove_reference_t<Handle>& handle, Operation&& operation,
                      limit_set&& limits) noexcept
        : pending_operation(driver, handle, std::move(operation)) {
        if (loop_ != nullptr && !set_limits(std::move(limits)))
            refused_ = ENOMEM;
    }
    explicit pending_operation(failure why) noexcept
        : limited_wait(&on_notice, nullptr), descriptor_(os::no_descriptor), is_failure_(true), none_() {
        refused_ = why.number();
    }
    ~pending_operation() {
        suspend_no_more();
        if (is_failure_)
            return;
        // The coroutine is destroyed before it took the result.
        if (is_begun_)
            give_up();
        operation_.~Operation();
        if constexpr (owns_handle)
            handle_.kept.~Handle();
    }

    /// Attempts the operation. Returns true if the coroutine is to stay suspended.
    template <class Promise>
    [[nodiscard, gnu::always_inline]] bool begin(std::coroutine_handle<Promise> by) noexcept {
        if (refused_ != 0) [[unlikely]]
            return false;
        if (!enter(by)) [[unlikely]] {
            refused_ = ECANCELED;
            return false;
        }
        if (loop_ == nullptr || !loop().has_slot(descriptor_)) [[unlikely]] {
            refused_ = descriptor_ < 0 ? EBADF : ENOMEM;
            return false;
        }
        refused_ = begin_limits();
        if (refused_ != 0) [[unlikely]]
            return false;
        is_begun_ = true;
        return !step() && wait();
    }
    [[nodiscard, gnu::always_inline]] result<value_type> take() {
        is_begun_ = false;
        if (refused_ != 0) [[unlikely]]
            return failure(refused_);
        if constexpr (takes_handle<Operation> || owns_handle) {
            return tenon::conclude(operation_, handle_.get());
        } else {
            const driver_type driver(loop());
            return operation_.finish(handle_view<driver_type>(descriptor_, driver));
        }
    }

private:
    /// What it is suspended for.
    enum class suspension : unsigned char {
        none,
        waiting,  ///< an event
        queued,   ///< its turn in a list, at last in the loop's queue
        pausing   ///< the end of a pause
    };
    /// What comes after an attempt that did not complete it.
    enum class after : unsigned char {
        waiting,
        yielding,  ///< others come first
        listed,    ///< it is in a list already, for something else than the descriptor
        pausing
    };

    /// Makes the calls of the operation.
    struct attempt {
        pending_operation& self;

        /// Whether a call has nothing to wait for, since it carries nothing.
        template <class Call>
        [[nodiscard]] static bool is_empty(const Call& call) noexcept {
            if constexpr (requires { call.is_empty(); })
                return call.is_empty();
            else
                return false;
        }

        template <class Call>
        [[gnu::always_inline]] call_outcome<returned_t<Call, system_type>> operator()(Call& call) const {
            constexpr call_facts facts = facts_of<Call>;
            constexpr std::uint8_t idle =
                Call::waits_for == os::readiness::readable ? slot::receiving_idle : slot::sending_idle;
            Loop& loop = self.loop();
            // An operation of many calls may have something to do for ever, and does not see that its limit has come.
            if (!loop.spend()) [[unlikely]]
                return self.pending(Call::waits_for, after::yielding);
            const bool is_notified = std::exchange(self.is_notified_, false);
            if constexpr (facts.polls_first) {
                if (!is_notified && !self.is_ready(Call::waits_for, idle))
                    return self.pending(Call::waits_for, after::waiting);
            } else if constexpr (facts.restartable) {
                // Of what is not, EAGAIN is a result, as where no urgent byte has come.
                if (loop.slot_of(self.descriptor_).has(idle) && !self.may_not_wait() && !is_empty(call))
                    return self.pending(Call::waits_for, after::waiting);
            }
            bool shut = false;
            for (int round = 0;; ++round) {
                const returned_t<Call, system_type> returned = call(loop.system(), self.descriptor_, 0);
                const auto made = detail::made_attempt<Call>(returned, shut);
                slot& at = loop.slot_of(self.descriptor_);
                if (made.next == decision::done) [[likely]] {
                    const std::ptrdiff_t count = detail::count_of(returned);
                    if constexpr (facts.makes_descriptor)
                        if (is_lasting_shortage(at, count))
                            return self.pending(Call::waits_for, after::pausing);
                    if constexpr (requires { call.waiting_list(count); })
                        if (waiter_list* const list = call.waiting_list(count); list != nullptr) {
                            list->push_back(self);
                            return self.pending(Call::waits_for, after::listed);
                        }
                    if (tenon::emptied(call, count, at.has(slot::exceptional)))
                        at.add(idle);
                    if constexpr (!facts.restartable)
                        if (count == -EINPROGRESS || count == -EINTR)
                            loop.begin_anew(self.descriptor_);
                    return {returned};
                }
                if (made.next == decision::ended)
                    return {made.returned};
                if (made.next == decision::back_off)
                    return self.pending(Call::waits_for, after::pausing);
                if (made.next == decision::retry) {
                    if (round < 8)
                        continue;
                    return self.pending(Call::waits_for, after::yielding);
                }
                if constexpr (facts.has_shutdown_result)
                    if (!shut && at.has(slot::exceptional) &&
                        loop.system().receiving_ended(self.descriptor_) == os::ending::ended) {
                        // Something may have come between the first attempt and the end.
                        shut = true;
                        continue;
                    }
                at.add(idle);
                // poll(2) can report readiness while the call keeps returning EAGAIN.
                return self.pending(Call::waits_for,
                                    is_notified && ++self.in_vain_ >= patience ? after::pausing : after::waiting);
            }
        }
    };
    /// What an attempt returns that did not complete the operation.
    struct is_pending {
        template <class Returned>
        operator call_outcome<Returned>() const noexcept {
            return {.pending = true};
        }
    };
    [[gnu::always_inline]] is_pending pending(os::readiness wanted, after then) noexcept {
        wanted_ = wanted;
        then_ = then;
        return {};
    }

    /// Whether a call that polls first may be made now.
    [[nodiscard]] bool is_ready(os::readiness wanted, std::uint8_t idle) noexcept {
        const slot& at = loop().slot_of(descriptor_);
        if (!may_not_wait() && (at.has(idle) || loop().tells_what_is_ready(at, wanted)))
            return false;
        return loop().system().poll(descriptor_, static_cast<short>(wanted), 0) > 0;
    }

    /// Whether a call returned a shortage of descriptors that has been reported: that is not reported again, until one
    /// succeeds.
    [[nodiscard]] static bool is_lasting_shortage(slot& at, std::ptrdiff_t count) noexcept {
        if (count >= 0) {
            at.take(slot::short_reported);
            return false;
        }
        if (!detail::is_shortage(detail::narrow_cast<int>(-count)))
            return false;
        const bool was_reported = at.has(slot::short_reported);
        at.add(slot::short_reported);
        return was_reported;
    }

    /// Goes on with the calls. Returns true if the operation is done.
    [[nodiscard, gnu::always_inline]] bool step() noexcept {
        attempt calls = {*this};
        return tenon::proceed(operation_, calls);
    }
    [[nodiscard, gnu::noinline]] bool step_again() noexcept { return step(); }

    /// Begins to wait for what the last attempt said. Returns false if that fails, or is forbidden: the operation is done then.
    [[nodiscard, gnu::noinline]] bool wait() noexcept {
        int why = 0;
        waiter*& place = Loop::place_of(loop().slot_of(descriptor_), wanted_);
        if (place != nullptr)
            why = EBUSY;
        else if (then_ == after::pausing)
            why = may_not_wait() ? ETIMEDOUT : begin_pause();
        else if (then_ == after::yielding && may_not_wait())
            why = 0;  // It makes its one attempt when its turn comes.
        else if (why = arm_limits(); why == 0 && then_ == after::waiting)
            why = loop().begin_waiting(descriptor_, wanted_);
        if (why != 0) [[unlikely]] {
            if (then_ == after::listed)
                waiter_list::remove(*this);
            operation_.fail(why);
            return false;
        }
        Loop::place_of(loop().slot_of(descriptor_), wanted_) = this;
        if (then_ == after::yielding) {
            how_ = suspension::queued;
            loop_->enqueue(*this, 0);
        } else {
            how_ = then_ == after::waiting  ? suspension::waiting
                   : then_ == after::listed ? suspension::queued
                                            : suspension::pausing;
        }
        enter_context();
        return true;
    }
    /// Gives up the place, and whatever was to end the waiting.
    void suspend_no_more() noexcept {
        if (how_ == suspension::none)
            return;
        if (how_ == suspension::waiting)
            loop().end_waiting(descriptor_, wanted_);
        else if (how_ == suspension::queued)
            waiter_list::remove(*this);
        how_ = suspension::none;
        if (!has_left_)
            Loop::place_of(loop().slot_of(descriptor_), wanted_) = nullptr;
    }

    static void on_notice(waiter& notified, notice why) noexcept { static_cast<pending_operation&>(notified).on(why); }
    void on(notice why) noexcept {
        if (why == notice::event) {
            if (how_ == suspension::queued || (how_ == suspension::pausing && !pause_has_ended()))
                return;
            is_notified_ = how_ == suspension::waiting;
            suspend_no_more();
            return go_on();
        }
        if (why == notice::dequeued) {
            how_ = suspension::none;
            if (has_left_) {
                give_up();
                is_begun_ = false;
                refused_ = ECANCELED;
                return resume();
            }
            Loop::place_of(loop().slot_of(descriptor_), wanted_) = nullptr;
            if (error == 0)
                return go_on();
            operation_.fail(error);
            return resume();
        }
        if (why == notice::limit) {
            suspend_no_more();
            operation_.fail(error);
            return resume();
        }
        end_in_queue();
        if (why == notice::left) {
            has_left_ = true;
            Loop::place_of(loop().slot_of(descriptor_), wanted_) = nullptr;
        }
    }
    void go_on() noexcept {
        if (step_again() || !wait())
            resume();
    }
    /// Ends with `operation_canceled` when its turn comes.
    void end_in_queue() noexcept {
        error = ECANCELED;
        end_limits();
        if (how_ == suspension::queued && then_ != after::listed)
            return;
        if (how_ == suspension::queued)
            waiter_list::remove(*this);
        else if (how_ == suspension::waiting)
            loop().end_waiting(descriptor_, wanted_);
        how_ = suspension::queued;
        then_ = after::yielding;
        loop_->enqueue(*this, ECANCELED);
    }
    void give_up() noexcept {
        const driver_type driver(loop());
        tenon::abandon(operation_, handle_view<driver_type>(has_left_ ? os::no_descriptor : descriptor_, driver));
    }

    [[nodiscard]] Loop& loop() const noexcept { return static_cast<Loop&>(*loop_); }

    static constexpr unsigned char patience = 8;

    os::descriptor descriptor_;
    int refused_ = 0;  // Why it was not begun, or what its caller is told without asking it.
    os::readiness wanted_ = os::readiness::readable;
    suspension how_ = suspension::none;
    after then_ = after::waiting;
    bool is_failure_ = false;
    bool is_begun_ = false;
    bool is_notified_ = false;
    bool has_left_ = false;
    unsigned char in_vain_ = 0;
    [[no_unique_address]] kept_handle<Operation, Handle> handle_;
    union {
        char none_;
        Operation operation_;
    };
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
