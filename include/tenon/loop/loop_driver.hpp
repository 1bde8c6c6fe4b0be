// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/limit_set.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/loop/awaited.hpp>
#include <tenon/loop/pending_operation.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The driver of an event loop's sockets: a pointer to the loop. An operation is carried out when
/// it is awaited: `co_await peer.receive(buffer)`. The object that `perform` returns cannot be
/// copied or moved; it is awaited in the expression that returns it.
template <class Loop>
class loop_driver {
public:
    static constexpr bool waits = true;
    static constexpr int type_flags = os::nonblocking_type;

    template <class Operation, class Handle>
    class outcome;

    /// A driver without a loop, for empty sockets.
    loop_driver() noexcept = default;
    explicit loop_driver(Loop& loop) noexcept : loop_(detail::address_of(loop)) {}

    [[nodiscard]] const auto& system() const noexcept {
        using system_type = typename Loop::system_type;
        if constexpr (std::is_empty_v<system_type> && std::default_initializable<system_type>) {
            static constexpr system_type any{};
            return any;
        } else {
            return loop_->system();
        }
    }
    [[nodiscard]] Loop* loop() const noexcept { return loop_; }

    std::ptrdiff_t close(os::descriptor descriptor) const noexcept {
        return loop_->close(descriptor);
    }
    /// Removes the descriptor from the loop, and does not close it. Operations that wait on it end
    /// with `operation_canceled`.
    void release(os::descriptor descriptor) const noexcept { loop_->leave(descriptor); }

    template <class Handle, socket_operation Operation>
    [[gnu::always_inline]] outcome<Operation, Handle> perform(
        Handle&& handle, Operation&& operation) const noexcept {
        return outcome<Operation, Handle>(*this, handle, std::forward<Operation>(operation));
    }
    template <class Handle, socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation,
                                       limit_set limits) const noexcept {
        return outcome<Operation, Handle>(*this, handle, std::forward<Operation>(operation),
                                          std::move(limits));
    }

private:
    Loop* loop_ = nullptr;
};

/// An operation that is carried out when it is awaited.
template <class Loop>
template <class Operation, class Handle>
class [[nodiscard(
    "an operation under an event loop happens when it is awaited: co_await it")]] loop_driver<Loop>::
    outcome : detail::pending_operation<Loop, Operation, Handle> {
    using pending = detail::pending_operation<Loop, Operation, Handle>;

public:
    using value_type = typename Operation::value_type;

    using pending::pending;
    /// An outcome that fails with `why` when it is awaited.
    outcome(failure why) noexcept : pending(why) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] detail::awaited<pending> operator co_await() && noexcept { return {*this}; }
    TENON_DELETE(
        "co_await takes the operation itself: write co_await in front of the call that makes it",
        co_await_takes_the_operation_itself_write_it_in_front_of_the_call_that_makes_it
        operator co_await() const&)
};

}  // namespace v0
}  // namespace tenon
