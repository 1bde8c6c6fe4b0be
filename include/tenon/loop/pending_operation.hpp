// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <tenon/base/limit_set.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/driver/attempt_once.hpp>
#include <tenon/driver/proceed.hpp>
#include <tenon/driver/retry_policy.hpp>
#include <tenon/loop/kept_handle.hpp>
#include <tenon/loop/limited_wait.hpp>
#include <tenon/loop/pending_attempt.hpp>
#include <tenon/loop/slot_table.hpp>
#include <tenon/socket/handle.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// An operation in the frame of the coroutine that awaits it. It is attempted at once, unless the
/// loop knows that it would have to wait, and again when the loop reports that it may continue. The
/// coroutine is resumed when the operation is complete.
///
/// While it waits, it has a place in the slot of its descriptor. So one operation can wait in each
/// direction, and closing the socket ends it.
template <class Loop, class Operation, class Handle>
class pending_operation : public limited_wait {
    using driver_type = typename Loop::driver_type;
    using system_type = typename Loop::system_type;
    using value_type = typename Operation::value_type;
    static constexpr bool owns_handle = !std::is_reference_v<Handle>;
    using socket_driver = std::remove_cvref_t<
        decltype(std::declval<const std::remove_reference_t<Handle>&>().driver())>;
    using view = handle_view<socket_driver>;

public:
    pending_operation(const driver_type& driver, std::remove_reference_t<Handle>& handle,
                      Operation&& operation) noexcept
        : limited_wait(for_now(), &on_notice, driver.loop()),
          handle_(handle),
          driver_(handle.driver()),
          operation_(std::move(operation)) {
        caller = handle_.address(handle);
    }
    pending_operation(const driver_type& driver, std::remove_reference_t<Handle>& handle,
                      Operation&& operation, limit_set&& limits) noexcept
        : pending_operation(driver, handle, std::move(operation)) {
        if (loop_ != nullptr && !set_limits(std::move(limits))) {
            refused_ = ENOMEM;
            loop_ = nullptr;
        }
    }
    explicit pending_operation(failure why) noexcept
        : limited_wait(for_now(), &on_notice, nullptr),
          how_(suspension::never),
          refused_(why.number()),
          none_() {
        caller = nullptr;
    }
    ~pending_operation() {
        if (holds_anything()) [[unlikely]]
            end_unfinished();
        if constexpr (!std::is_trivially_destructible_v<Operation>)
            if (how_ != suspension::never)
                operation_.~Operation();
        if constexpr (!std::is_same_v<driver_type, socket_driver>)
            if (how_ != suspension::never)
                driver_.end();
        if constexpr (owns_handle)
            if (how_ != suspension::never)
                handle_.kept.~Handle();
    }

    /// Begins the operation. Returns true if the coroutine stays suspended.
    template <class Promise>
    [[nodiscard, gnu::always_inline]] bool begin(std::coroutine_handle<Promise> by) noexcept {
        void* const socket = std::exchange(caller, by.address());
        context = context_of(by);
        // The descriptor is read only here: the socket may have been closed since the operation was
        // created.
        descriptor_ = loop_ == nullptr ? os::no_descriptor : handle_.before(socket).descriptor();
        if (loop_ == nullptr || !loop().ensure_slot(descriptor_) ||
            (context != nullptr && context->is_stopped)) [[unlikely]] {
            if (refused_ == 0)
                refused_ = context != nullptr && context->is_stopped ? ECANCELED
                           : loop_ == nullptr || descriptor_ < 0     ? EBADF
                                                                     : ENOMEM;
            return false;
        }
        const bool is_limited = has_limits();
        if (is_limited)
            if (refused_ = begin_block(); refused_ != 0) [[unlikely]]
                return false;
        return !step(false, is_limited);
    }
    [[nodiscard, gnu::always_inline]] result<value_type> take() {
        if (refused_ != 0) [[unlikely]] {
            if (how_ == suspension::waiting)
                tenon::refuse(operation_, handle_);
            return failure(refused_);
        }
        if constexpr (takes_handle<Operation> && !owns_handle) {
            // The socket was moved or closed while the operation waited.
            if (handle_.get().descriptor() != descriptor_) [[unlikely]] {
                give_up(false);
                return failure(std::errc::operation_canceled);
            }
        }
        if constexpr (takes_handle<Operation> || owns_handle) {
            return tenon::conclude(operation_, handle_.get());
        } else {
            const auto& driver = driver_.get(loop());
            return operation_.finish(view(descriptor_, driver));
        }
    }

private:
    /// Makes the calls of the operation.
    friend pending_attempt<pending_operation>;

    using loop_type = Loop;

    /// The reason for which the operation is suspended.
    enum class suspension : unsigned short {
        waiting,  ///< an event; also while it is not suspended
        queued,   ///< its turn in the loop's queue, or in another list before that (it then has a
                  ///< place in the slot)
        pausing,  ///< the end of a pause
        never     ///< there is no operation
    };
    /// The action after an attempt that did not complete the operation.
    enum class after : unsigned short {
        waiting,
        yielding,  ///< other tasks come first
        listed,    ///< it is already in a list, and waits for something other than the descriptor
        pausing
    };

    /// The result of an attempt that did not complete the operation: it waits, or failed to wait
    /// with `error`.
    struct not_done {
        int error;
        template <class Returned>
        [[gnu::always_inline]] operator call_outcome<Returned>() const noexcept {
            return {.error = error, .pending = true};
        }
    };
    /// Begins to wait, to yield or to pause, as `then` selects.
    [[gnu::always_inline]] not_done wait(unsigned direction, after then,
                                         bool is_limited = true) noexcept {
        slot& at = loop().slot_of(descriptor_);
        if (then == after::waiting && at.waiters[direction] == nullptr &&
            (!is_limited || is_armed()) && !loop().reports_current_state(at, direction))
            [[likely]] {
            direction_ = static_cast<unsigned short>(direction);
            then_ = then;
            loop().count_waiting();
            at.waiters[direction] = this;
            enter_context();
            return {0};
        }
        return {wait_otherwise(direction, then)};
    }
    /// Handles a result that the operation takes (see `advance`).
    template <class Call, class Returned>
    [[gnu::always_inline]] call_outcome<Returned> done([[maybe_unused]] Call& call,
                                                       const Returned& returned) noexcept {
        [[maybe_unused]] const std::ptrdiff_t count = detail::count_of(returned);
        constexpr unsigned direction = Loop::direction_of(Call::waits_for);
        if constexpr (facts_of<Call>.makes_descriptor)
            if (loop().slot_of(descriptor_).is_lasting_shortage(count))
                return wait(direction, after::pausing);
        if constexpr (requires { call.lists(*this, count); })
            if (call.lists(*this, count))
                return wait(direction, after::listed);
        if constexpr (requires { call.is_short(count); } && !cuts_streams<system_type>)
            if (slot& at = loop().slot_of(descriptor_);
                tenon::emptied(call, count, at.has(slot::exceptional)))
                at.add(slot::idle(direction));
        if constexpr (!facts_of<Call>.restartable)
            if (count == -EINPROGRESS || count == -EINTR)
                loop().discard_old_events(descriptor_);
        return {returned};
    }
    /// Handles an error of a call: the retry policy decides whether the call is made again, or the
    /// operation waits or ends.
    template <class Call, class Returned>
    [[nodiscard, gnu::noinline]] call_outcome<Returned> after_error(Call& call, Returned returned,
                                                                    bool is_notified) {
        constexpr call_facts facts = facts_of<Call>;
        constexpr unsigned direction = Loop::direction_of(Call::waits_for);
        bool shut = false;
        for (int round = 0;; ++round) {
            const auto made = detail::result_of_attempt<Call>(returned, shut);
            slot& at = loop().slot_of(descriptor_);
            if (made.next == decision::done)
                return done(call, returned);
            if (made.next == decision::ended)
                return {made.returned};
            if (made.next == decision::back_off)
                return wait(direction, after::pausing);
            if (made.next == decision::retry) {
                if (round == 8)
                    return wait(direction, after::yielding);
            } else {
                if constexpr (facts.has_shutdown_result)
                    shut = !shut && at.has(slot::exceptional) &&
                           loop().system().receiving_ended(descriptor_) == os::ending::ended;
                if (!shut) {
                    at.add(slot::idle(direction));
                    if (!is_notified)
                        spurious_events_ = 0;
                    // poll(2) can report readiness while the call keeps returning EAGAIN.
                    return wait(direction, is_notified && ++spurious_events_ >= patience
                                               ? after::pausing
                                               : after::waiting);
                }
                // Data may have arrived before the shutdown: makes the call once more.
            }
            returned = call(loop().system(), descriptor_, 0);
        }
    }

    /// Returns whether a call that polls first may be made now.
    [[nodiscard]] bool is_ready(const slot& at, os::readiness wanted) noexcept {
        if (!may_not_wait() && (at.has(slot::idle(Loop::direction_of(wanted))) ||
                                loop().reports_current_state(at, Loop::direction_of(wanted))))
            return false;
        return loop().system().poll(descriptor_, static_cast<short>(wanted), 0) > 0;
    }

    /// Continues with the calls of the operation. Returns true if the operation is done.
    [[nodiscard, gnu::always_inline]] bool step(bool is_notified, bool is_limited = true) noexcept {
        pending_attempt<pending_operation> calls = {*this, is_notified, is_limited};
        return tenon::proceed(operation_, calls);
    }
    [[nodiscard, gnu::always_inline]] waiter*& place() const noexcept {
        return loop().slot_of(descriptor_).waiters[direction_];
    }
    /// Handles the cases of `wait` that are not inlined. Returns 0, or an errno.
    [[nodiscard, gnu::noinline]] int wait_otherwise(unsigned direction, after then) noexcept {
        direction_ = static_cast<unsigned short>(direction);
        then_ = then;
        // An operation that yields takes no place: another one may wait.
        const bool needs_place = then != after::yielding;
        int why = may_not_wait() ? ETIMEDOUT : EBUSY;
        if (!needs_place || place() == nullptr)
            why = then == after::waiting ? begin_waiting() : begin_otherwise();
        if (why == 0) [[likely]] {
            if (needs_place)
                place() = this;
            enter_context();
        } else if (then == after::listed) {
            waiter_list::remove(*this);
        }
        return why;
    }
    /// Begins to wait for an event. Returns 0, or an errno.
    [[nodiscard, gnu::always_inline]] int begin_waiting() noexcept {
        const int why = arm_limits();
        return why != 0 ? why : loop().begin_waiting(descriptor_, direction_);
    }
    /// Begins to pause, to yield, or to wait in a list. Returns 0, or an errno.
    [[nodiscard, gnu::noinline, gnu::cold]] int begin_otherwise() noexcept {
        if (then_ == after::pausing) {
            how_ = suspension::pausing;
            return may_not_wait() ? ETIMEDOUT : begin_pause();
        }
        if (const int why = arm_limits(); why != 0)
            return why;
        be_queued();
        if (then_ == after::yielding)
            loop_->enqueue(*this, 0);
        return 0;
    }
    void be_queued() noexcept {
        how_ = suspension::queued;
        slot& at = loop().slot_of(descriptor_);
        at.mark_queued();
        owner_ = at.owner;
    }
    /// Ends the wait in the poller or in a list, and gives up the place in the slot.
    [[gnu::always_inline]] void end_suspension() noexcept {
        if (how_ == suspension::waiting)
            loop().end_waiting(descriptor_, direction_);
        else if (how_ != suspension::pausing)
            waiter_list::remove(*this);
        leave_place();
    }
    void leave_place() const noexcept {
        if (place() == this)
            place() = nullptr;
    }
    /// Returns whether the descriptor left the loop while the operation was queued. The number may
    /// now belong to another socket.
    [[nodiscard]] bool has_left() const noexcept {
        return how_ == suspension::queued && owner_ != loop().slot_of(descriptor_).owner;
    }
    [[gnu::noinline, gnu::cold]] void end_unfinished() noexcept {
        // The coroutine is destroyed while the operation waits.
        if (is_suspended()) {
            const bool is_left = has_left();
            end_suspension();
            give_up(is_left);
        }
    }

    static void on_notice(waiter& notified, notice why) noexcept {
        auto& self = static_cast<pending_operation&>(notified);
        if (why == notice::event && self.how_ == suspension::waiting) [[likely]] {
            self.loop().end_waiting(self.descriptor_, self.direction_);
            self.place() = nullptr;
            if (self.step(true))
                self.resume();
        } else if (self.goes_on(why) && self.step_again()) {
            self.resume();
        }
    }
    [[nodiscard, gnu::noinline, gnu::cold]] bool step_again() noexcept { return step(false); }
    /// Handles a notice. Returns true if the operation continues with its calls.
    [[nodiscard, gnu::noinline, gnu::cold]] bool goes_on(notice why) noexcept {
        // Ignores a limit that expires after the operation has ended, and an event before the end
        // of a pause.
        if (!is_suspended() ||
            (why == notice::event && (how_ != suspension::pausing || !pause_has_ended())))
            return false;
        if (why == notice::stop || why == notice::left) {
            // The operation is told of a stop at once, since it may keep others from going on; and
            // again when its turn comes.
            if (why == notice::stop)
                operation_.fail(ECANCELED);
            end_in_queue();
            return false;
        }
        if (has_left()) {
            // This is reported when the operation's turn in the queue comes.
            if (why == notice::dequeued) {
                give_up(true);
                refused_ = ECANCELED;
                resume();
            }
            return false;
        }
        why == notice::dequeued ? leave_place() : end_suspension();
        how_ = suspension::waiting;
        if (why == notice::event || (why == notice::dequeued && error == 0))
            return true;
        operation_.fail(error);
        resume();
        return false;
    }
    /// Ends the operation with `operation_canceled` when its turn in the loop's queue comes.
    void end_in_queue() noexcept {
        error = ECANCELED;
        end_limits();
        if (how_ == suspension::queued && then_ != after::listed)
            return;
        end_suspension();
        be_queued();
        then_ = after::yielding;
        loop_->enqueue(*this, ECANCELED);
    }
    void give_up(bool has_left_loop) noexcept {
        const auto& driver = driver_.get(loop());
        tenon::abandon(operation_, view(has_left_loop ? os::no_descriptor : descriptor_, driver));
    }

    [[nodiscard]] Loop& loop() const noexcept { return static_cast<Loop&>(*loop_); }
    static constexpr unsigned patience = 8;

    // No member that an attempt reads is a char, which may alias any object. Members that are
    // initialised to zero are adjacent.
    suspension how_ = suspension::waiting;
    unsigned short spurious_events_ = 0;  // How many events in a row left the call with EAGAIN.
    int refused_ = 0;                     // The error to report without calling `finish`, or 0.
    after then_;
    unsigned short direction_;
    os::descriptor descriptor_;
    [[no_unique_address]] kept_handle<Operation, Handle> handle_;
    [[no_unique_address]] kept_driver<driver_type, socket_driver> driver_;
    union {
        char none_;
        Operation operation_;
    };
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
