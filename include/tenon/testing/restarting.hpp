// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <tenon/base/address_of.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/driver/attempt_once.hpp>
#include <tenon/driver/proceed.hpp>
#include <tenon/driver/repeat_call.hpp>
#include <tenon/system/native.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Makes a call until the operation takes its result, in the calling thread.
template <class System>
class patient_caller {
public:
    constexpr patient_caller(const System& system, os::descriptor socket) noexcept
        : system_(system), socket_(socket) {}

    template <class Call>
    [[nodiscard]] call_outcome<returned_t<Call, System>> make(Call& call) {
        using returned_type = returned_t<Call, System>;
        const attempt_result<returned_type> not_made = {decision::retry, {}, 0};
        return tenon::repeat_call(*this, call, not_made);
    }

    // The members that `repeat_call` needs.

    [[nodiscard]] const System& system() const noexcept { return system_; }
    [[nodiscard]] os::descriptor socket() const noexcept { return socket_; }
    template <class Call>
    [[nodiscard]] static constexpr int flags() noexcept {
        return 0;
    }
    [[nodiscard]] static bool would_wait() noexcept { return true; }
    [[nodiscard]] static std::ptrdiff_t may_retry() noexcept { return 0; }
    [[nodiscard]] std::ptrdiff_t wait_for(os::readiness wanted) const noexcept {
        return system_.poll(socket_, static_cast<short>(wanted), -1);
    }
    [[nodiscard]] std::ptrdiff_t pause(std::int64_t nanoseconds) const noexcept {
        static_cast<void>(system_.poll_any({}, nanoseconds));
        return 0;
    }
    [[nodiscard]] static bool is_last() noexcept { return false; }

private:
    const System& system_;
    os::descriptor socket_;
};

/// Base of the drivers for tests: what they have in common.
template <class System>
class test_driver {
public:
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;

    template <class Operation, class Handle>
    using outcome = result<typename Operation::value_type>;

    constexpr test_driver() noexcept
        requires std::default_initializable<System>
    = default;
    constexpr explicit test_driver(const System& system) noexcept : system_(system) {}

    [[nodiscard]] constexpr const System& system() const noexcept { return system_; }

    std::ptrdiff_t close(os::descriptor socket) const noexcept { return system_.close(socket); }

private:
    [[no_unique_address]] System system_;
};

}  // namespace detail

/// Reports each call as pending before it makes the call, as an event loop does with a call that
/// has to wait: the operation is asked for the call again. For tests that an operation, or a layer,
/// loses nothing when it starts again. It waits in the calling thread, and takes no limits.
template <class System>
class basic_restarting : public detail::test_driver<System> {
public:
    using detail::test_driver<System>::test_driver;

    template <class Handle, socket_operation Operation>
    result<typename Operation::value_type> perform(Handle&& handle, Operation&& operation) const {
        for (bool is_made = false;; is_made = true) {
            attempt next = {{this->system(), handle.descriptor()}, is_made};
            if (tenon::proceed(operation, next))
                return tenon::conclude(operation, handle);
        }
    }

private:
    struct attempt {
        static constexpr bool answers_at_once = true;
        detail::patient_caller<System> caller;
        bool may_make;

        [[nodiscard]] std::int64_t now() const noexcept { return caller.system().now(); }
        template <class Call>
        call_outcome<returned_t<Call, System>> operator()(Call& call) {
            if (!may_make && !facts_of<Call>.never_waits)
                return {.pending = true};
            if (!facts_of<Call>.never_waits)
                may_make = false;
            return caller.make(call);
        }
    };
};
/// The restarting driver on the native system.
using restarting = basic_restarting<os::native>;

/// Takes the description of each call, and makes the call when the operation has returned, as a
/// driver on io_uring(7) does. For tests of operations and layers. It waits in the calling thread,
/// and takes no limits.
template <class System>
class basic_describing : public detail::test_driver<System> {
public:
    using detail::test_driver<System>::test_driver;

    template <class Handle, socket_operation Operation>
    result<typename Operation::value_type> perform(Handle&& handle, Operation&& operation) const {
        description next{this->system()};
        do
            static_cast<void>(operation.next(next));
        while (!next.make_and_advance(operation, handle.descriptor()));
        return tenon::conclude(operation, handle);
    }

private:
    struct description {
        const System& system;
        void* call = nullptr;
        std::ptrdiff_t (*make_call)(void* call, const System& system,
                                    os::descriptor socket) = nullptr;

        [[nodiscard]] std::int64_t now() const noexcept { return system.now(); }
        template <class Call>
        call_outcome<> operator()(Call& described) {
            call = detail::address_of(described);
            make_call = [](void* made, const System& of, os::descriptor socket) {
                detail::patient_caller<System> caller(of, socket);
                const auto outcome = caller.make(*static_cast<Call*>(made));
                return outcome.error != 0 ? -static_cast<std::ptrdiff_t>(outcome.error)
                                          : detail::count_of(outcome.returned);
            };
            return {.pending = true};
        }
        template <class Operation>
        [[nodiscard]] bool make_and_advance(Operation& operation, os::descriptor socket) const {
            return operation.advance(make_call(call, system, socket));
        }
    };
};
/// The describing driver on the native system.
using describing = basic_describing<os::native>;

static_assert(driver<restarting> && waits<restarting> && returns_results<restarting>);
static_assert(driver<describing> && waits<describing> && returns_results<describing>);

}  // namespace v0
}  // namespace tenon
