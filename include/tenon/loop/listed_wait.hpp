// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <coroutine>
#include <utility>

#include <tenon/base/limit_set.hpp>
#include <tenon/loop/limited_wait.hpp>
#include <tenon/loop/task_context.hpp>
#include <tenon/loop/waiter.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Base of the waits for an event or a channel. The wait stays in a list of that object until the
/// object, a limit or a stop request removes it; then its turn in the loop's queue comes. Only a
/// task that a loop runs can wait.
class listed_wait : public limited_wait {
protected:
    listed_wait(function by, limit_set&& limits) noexcept
        : limited_wait(by, nullptr), limits_(std::move(limits)) {}
    ~listed_wait() {
        if (previous != nullptr)
            waiter_list::remove(*this);
    }

    /// Finds the loop of the task, and starts the limits. Returns false if no attempt may be made;
    /// `error` is then the reason.
    template <class Promise>
        requires has_context<Promise>
    [[nodiscard]] bool begin_in(std::coroutine_handle<Promise> by) noexcept {
        if (!enter(by))
            error = ECANCELED;
        else if (context != nullptr)
            loop_ = context->loop;
        if (error == 0 && loop_ != nullptr && has_limits()) {
            error = ENOMEM;
            if (set_limits(std::move(limits_)))
                error = begin_limits();
        }
        return error == 0;
    }
    /// Begins to wait in `list`. Returns false if the task cannot wait; `error` is then the reason.
    [[nodiscard]] bool wait_in(waiter_list& list) noexcept {
        error = loop_ == nullptr ? EDEADLK : arm_limits();
        if (error != 0)
            return false;
        list.push_back(*this);
        enter_context();
        return true;
    }
    /// Handles a notice.
    void on(notice why) noexcept {
        if (why == notice::stop) {
            // The wait has already been removed from its list, and keeps its result.
            if (is_queued_)
                return;
            waiter_list::remove(*this);
            put_in_queue(ECANCELED);
            return;
        }
        // An operation that did not have to wait keeps its limits until the end of the expression.
        // A limit that expires then is ignored.
        if (!is_suspended())
            return;
        if (why == notice::limit && previous != nullptr)
            waiter_list::remove(*this);
        resume();
    }

public:
    /// Adds the wait to the loop's queue, with the error `why` or 0. The wait must be in no list.
    void put_in_queue(int why) noexcept {
        end_limits();
        is_queued_ = true;
        loop_->enqueue(*this, why);
    }

private:
    [[nodiscard]] bool has_limits() const noexcept {
        return limits_.has_deadline() || limits_.stops() != 0;
    }

    limit_set limits_;
    bool is_queued_ = false;
};

}  // namespace detail

}  // namespace v0
}  // namespace tenon
