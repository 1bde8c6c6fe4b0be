// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <coroutine>

#include <tenon/base/limit_set.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/loop/awaited.hpp>
#include <tenon/loop/pending_operation.hpp>
#include <tenon/operation/ready.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// A descriptor that the loop does not own, with the interface of a handle.
template <class Driver>
struct foreign_descriptor {
    [[nodiscard]] os::descriptor descriptor() const noexcept { return number; }
    [[nodiscard]] const Driver& driver() const noexcept { return by; }
    [[nodiscard]] decltype(auto) system() const noexcept { return by.system(); }
    Driver by;
    os::descriptor number;
};

/// Waits until a descriptor that the loop does not own is ready. The loop does not learn when the
/// descriptor is closed, so the descriptor is registered for this wait only.
template <class Loop, os::readiness Wanted>
class [[nodiscard("it waits when it is awaited: co_await it")]] foreign_readiness
    : foreign_descriptor<typename Loop::driver_type>,
      pending_operation<Loop, operation::ready<Wanted>,
                        foreign_descriptor<typename Loop::driver_type>&> {
    using descriptor_type = foreign_descriptor<typename Loop::driver_type>;
    using pending = pending_operation<Loop, operation::ready<Wanted>, descriptor_type&>;

public:
    foreign_readiness(Loop& loop, descriptor_type watched, limit_set&& limits) noexcept
        : descriptor_type(watched),
          pending(watched.by, static_cast<descriptor_type&>(*this), operation::ready<Wanted>(),
                  std::move(limits)),
          loop_(loop) {}
    ~foreign_readiness() { loop_.forget_foreign(this->number, this); }

    [[nodiscard]] awaited<pending> operator co_await() && noexcept { return {*this}; }
    TENON_DELETE(
        "co_await takes the operation itself: write co_await in front of the call that makes it",
        co_await_takes_the_operation_itself_write_it_in_front_of_the_call_that_makes_it
        operator co_await() const&)

private:
    Loop& loop_;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
