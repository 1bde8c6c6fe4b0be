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

/// A wait in a list, in a task that a loop runs, until something takes it out of the list and puts it into the loop's queue.
class listed_wait : public limited_wait {
protected:
    listed_wait(function by, limit_set&& limits) noexcept : limited_wait(by, nullptr), limits_(std::move(limits)) {}
    ~listed_wait() {
        if (previous != nullptr)
            waiter_list::remove(*this);
    }

    /// Finds the loop, and looks at the limits. Returns false if there is no attempt; `error` says why.
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
    /// Begins to wait. Returns false, with `error`, if that is not possible.
    [[nodiscard]] bool wait_in(waiter_list& list) noexcept {
        error = loop_ == nullptr ? EDEADLK : arm_limits();
        if (error != 0)
            return false;
        list.push_back(*this);
        enter_context();
        return true;
    }
    /// What is to be done about a notice.
    void on(notice why) noexcept {
        if (why == notice::stop) {
            // What has been taken out of its list is in the queue, and has what it waited for.
            if (is_queued_)
                return;
            waiter_list::remove(*this);
            put_in_queue(ECANCELED);
            return;
        }
        // What has not had to wait keeps its limits until the end of the expression.
        if (!is_suspended())
            return;
        if (why == notice::limit && previous != nullptr)
            waiter_list::remove(*this);
        resume();
    }

public:
    /// Its turn comes next; it is in no list.
    void put_in_queue(int why) noexcept {
        end_limits();
        is_queued_ = true;
        loop_->enqueue(*this, why);
    }

private:
    [[nodiscard]] bool has_limits() const noexcept { return limits_.has_deadline() || limits_.stops() != 0; }

    limit_set limits_;
    bool is_queued_ = false;
};

}  // namespace detail

}  // namespace v0
}  // namespace tenon
