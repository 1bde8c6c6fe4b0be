// SPDX-License-Identifier: BSL-1.0
#pragma once

// Checks on one wait of a task: that it ends with an error that it can have or none, and that it
// does not go on after its reason has ended.

#include <poll.h>

#include <algorithm>
#include <system_error>

#include <conformance/random/random_limits.hpp>
#include <conformance/random/record.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// A wait, in the frame of the coroutine that waits: from before it begins, until `end`. If the
/// frame is destroyed before `end`, so was the wait.
class observed_wait {
public:
    explicit observed_wait(record& in, const random_limits* limits = nullptr)
        : in_(in), limits_(limits) {
        in_.waits.push_back(this);
        ++in_.steps;
    }
    observed_wait(const observed_wait&) = delete;
    virtual ~observed_wait() {
        if (!has_ended_)
            leave();
    }

    /// Passes the result of the wait.
    template <class Result>
    void end(const Result& got) {
        in_.check(can_have(got.error()), "a wait ended with an error that it cannot have");
        end();
    }
    void end() {
        has_ended_ = true;
        leave();
    }
    /// Returns whether the wait may go on, while nothing happens but that time passes.
    [[nodiscard]] bool may_last() const {
        return (limits_ == nullptr || !limits_->will_end()) && has_reason();
    }

    /// Returns whether it is a wait for this descriptor.
    [[nodiscard]] virtual bool uses([[maybe_unused]] int descriptor) const { return false; }
    /// Returns whether it is one that receives into a buffer of a pool.
    [[nodiscard]] virtual bool uses_pool([[maybe_unused]] int descriptor) const { return false; }

protected:
    /// Returns whether what the wait waits for has not happened.
    [[nodiscard]] virtual bool has_reason() const = 0;

    record& in_;

private:
    static bool can_have(const std::error_code& why) noexcept {
        for (const std::errc each :
             {std::errc::operation_canceled, std::errc::timed_out, std::errc::bad_file_descriptor,
              std::errc::device_or_resource_busy, std::errc::broken_pipe,
              std::errc::connection_reset, std::errc::connection_refused, std::errc::not_connected,
              std::errc::too_many_files_open, std::errc::operation_not_supported})
            if (why == each)
                return true;
        return !why || why == tenon::errc::end_of_stream;
    }
    void leave() {
        ++in_.steps;
        in_.waits.erase(std::find(in_.waits.begin(), in_.waits.end(), this));
    }

    const random_limits* limits_;
    bool has_ended_ = false;
};

[[nodiscard]] inline bool is_ready(int descriptor, int events) noexcept {
    pollfd entry = {descriptor, static_cast<short>(events), 0};
    return ::poll(&entry, 1, 0) != 0;
}

/// The events of poll(2) that end a wait to receive, except urgent data, which may stay.
inline constexpr int receiving_events = tenon::os::receiving_events & ~POLLPRI;

/// A wait for a descriptor.
class readiness_wait : public observed_wait {
public:
    readiness_wait(record& in, const random_limits* limits, int descriptor, int events)
        : observed_wait(in, limits),
          descriptor_(descriptor),
          owners_(in.owners(descriptor)),
          events_(events) {}

    [[nodiscard]] bool uses(int descriptor) const override { return descriptor == descriptor_; }

protected:
    [[nodiscard]] bool has_reason() const override {
        return owners_ == in_.owners(descriptor_) && !is_ready(descriptor_, events_);
    }

private:
    int descriptor_;
    unsigned owners_;
    int events_;
};

/// A wait for something of the program: an event, a channel, the tasks of a scope. `HasReason` is a
/// function without arguments.
template <class HasReason>
class wait_while : public observed_wait {
public:
    wait_while(record& in, const random_limits* limits, HasReason has_reason)
        : observed_wait(in, limits), has_reason_(has_reason) {}

protected:
    [[nodiscard]] bool has_reason() const override { return has_reason_(); }

private:
    HasReason has_reason_;
};

}  // namespace random_programs
