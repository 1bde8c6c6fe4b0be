// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <optional>
#include <support/awaited.hpp>
#include <support/either_poller.hpp>
#include <utility>

#include "../../drivers.hpp"
#include "../../ledger.hpp"
#include "../../stopping.hpp"

namespace faults {

inline constexpr walked_driver walked_drivers[] = {
    {drivers::blocking, "blocking"},
    {drivers::blocking_under_limits, "under limits"},
    {drivers::epoll_loop, "epoll loop"},
    {drivers::poll_loop, "poll loop"},
};

using loop_under_test = support::basic_either_loop<system_under_test>;

/// Waits until an operation is done: as the blocking driver, as the blocking driver under limits
/// (an hour and a stop token), or as a loop that runs until the operation has ended. One type for
/// all, because the scenarios take long to compile.
class driver_under_test {
    using blocking_driver = tenon::basic_blocking<system_under_test>;
    using loop_driver = tenon::driver_of<loop_under_test>;

public:
    static constexpr bool waits = true;
    static inline int type_flags = blocking_driver::type_flags;

    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    driver_under_test() = default;
    explicit driver_under_test(const system_under_test& system,
                               loop_under_test* loop = nullptr) noexcept
        : blocking_(system), loop_(loop) {}
    /// Converts the driver of a socket that a loop has accepted.
    driver_under_test(const loop_driver& driver) noexcept
        : driver_under_test(driver.system(), driver.loop()) {}

    static void walk_under(drivers driver) noexcept {
        under_test = driver;
        type_flags =
            (driver & drivers::loops) != 0 ? loop_driver::type_flags : blocking_driver::type_flags;
        support::next_loop =
            driver == drivers::poll_loop ? support::loop_kind::poll : support::loop_kind::epoll;
    }

    [[nodiscard]] const system_under_test& system() const noexcept { return blocking_.system(); }
    std::ptrdiff_t close(tenon::os::descriptor socket) const noexcept {
        return loop_ == nullptr ? blocking_.close(socket) : loop_->driver().close(socket);
    }
    void release(tenon::os::descriptor socket) const noexcept {
        if (loop_ != nullptr)
            loop_->driver().release(socket);
    }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const {
        if (under_test == drivers::blocking)
            return blocking_.perform(std::forward<Handle>(handle),
                                     std::forward<Operation>(operation));
        return perform(std::forward<Handle>(handle), std::forward<Operation>(operation),
                       tenon::limit_set());
    }
    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation,
                                       tenon::limit_set limits) const {
        if ((under_test & drivers::limits) != 0) {
            const tenon::stop_token token = stopper::token();
            tenon::within(std::chrono::hours(1)).restrict(limits);
            token.restrict(limits);
        }
        if (loop_ == nullptr)
            return blocking_.perform(std::forward<Handle>(handle),
                                     std::forward<Operation>(operation), std::move(limits));
        return support::await_in(
            *loop_, loop_->driver().perform(std::forward<Handle>(handle),
                                            std::forward<Operation>(operation), std::move(limits)));
    }

private:
    blocking_driver blocking_;
    loop_under_test* loop_ = nullptr;
};

static_assert(tenon::driver<driver_under_test> &&
              tenon::takes_limits<driver_under_test, tenon::within>);

/// Makes the drivers of a trial. They share one loop.
class drivers_of_a_trial {
public:
    driver_under_test of(const system_under_test& system) noexcept {
        if ((under_test & drivers::loops) == 0)
            return driver_under_test(system);
        if (!loop_)
            loop_.emplace(system);
        return driver_under_test(system, &*loop_);
    }
    void end() noexcept { loop_.reset(); }

private:
    std::optional<loop_under_test> loop_;
};
inline void begin_walk_under(drivers driver) noexcept {
    driver_under_test::walk_under(driver);
}

}  // namespace faults
