// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

// The smallest things that satisfy the concepts of this folder, for concepts that ask for templates over them.
namespace archetype {

template <class Driver>
struct handle {
    [[nodiscard]] os::descriptor descriptor() const noexcept { return os::no_descriptor; }
    [[nodiscard]] const Driver& driver() const noexcept { return driver_; }
    [[nodiscard]] const auto& system() const noexcept { return driver_.system(); }
    Driver driver_;
};

struct call {
    static constexpr os::readiness waits_for = os::readiness::readable;
    template <class System>
    std::ptrdiff_t operator()(const System&, os::descriptor, int) const noexcept {
        return 0;
    }
};

struct operation {
    using value_type = void;
    template <class Perform>
    std::ptrdiff_t next(Perform&& perform) {
        return perform(call{});
    }
    bool advance(std::ptrdiff_t) noexcept { return true; }
    template <class Handle>
    result<void> finish(Handle&&) {
        return {};
    }
};

struct perform {
    template <class Call>
    std::ptrdiff_t operator()(const Call&) const noexcept {
        return 0;
    }
};

}  // namespace archetype

/// \concept socket_operation
/// Which calls are made on a socket, one after the other, and what their answers mean.
/// The least to supply:
/// - `value_type`, and a move constructor;
/// - `next(perform)`, which returns `perform(call)`. It only describes, and may be asked again;
/// - `advance(answer)`, which takes in a count or a negated errno, and returns true when the operation is done. A driver keeps
///   EINTR and EAGAIN to itself, except from calls that say otherwise;
/// - `finish(handle)`, which gives a `result<value_type>`. It may make calls that do not wait, and may take the handle.
/// Optional: `abandon(system, answer)`, for an answer that came after the operation was cancelled.
///
/// A *call* is one system call as a value: `waits_for`, and `operator()(system, descriptor, message_flags)`. It may say
/// - `static constexpr bool repeatable = false`: EINTR and EAGAIN are for the operation (connect);
/// - `static constexpr bool waits_first = true`: the readiness is waited for before the first attempt;
/// - `static constexpr bool heeds_do_not_wait = true`: it never blocks when `message_flags` has `os::do_not_wait`. Of a call
///   that does not say so, a driver that must not be blocked makes the descriptor nonblocking;
/// - `static constexpr bool readiness_tells = false`: it may say EAGAIN where poll(2) says that it is ready;
/// - `static constexpr std::ptrdiff_t where_shut`: the answer that EAGAIN stands for on a socket that is shut. Of messages
///   without a connection, and of a Unix listener, Linux goes on to say EAGAIN then, and poll(2) that it is ready.
/// What the compiler cannot check: that `next` has no effect but through `perform`.
/// Models: `operation::send<const_bytes>`. Near miss: `call::send<const_bytes>`, which is a call.
template <class Operation>
concept socket_operation =
    std::move_constructible<Operation> && requires(Operation& operation, archetype::perform perform, std::ptrdiff_t answer) {
        typename Operation::value_type;
        operation.next(perform);
        { operation.advance(answer) } -> std::same_as<bool>;
    };

/// What a call says of `repeatable`, by default true.
template <class Call>
inline constexpr bool is_repeatable = true;
template <class Call>
    requires requires { Call::repeatable; }
inline constexpr bool is_repeatable<Call> = Call::repeatable;

/// What a call says of `waits_first`, by default false.
template <class Call>
inline constexpr bool is_waited_for_first = false;
template <class Call>
    requires requires { Call::waits_first; }
inline constexpr bool is_waited_for_first<Call> = Call::waits_first;

/// What a call says of `heeds_do_not_wait`, by default false.
template <class Call>
inline constexpr bool heeds_do_not_wait = false;
template <class Call>
    requires requires { Call::heeds_do_not_wait; }
inline constexpr bool heeds_do_not_wait<Call> = Call::heeds_do_not_wait;

/// Whether a call names a `where_shut`.
template <class Call>
inline constexpr bool knows_shut = false;
template <class Call>
    requires requires { Call::where_shut; }
inline constexpr bool knows_shut<Call> = true;

/// What a call says of `readiness_tells`, by default true.
template <class Call>
inline constexpr bool readiness_tells = true;
template <class Call>
    requires requires { Call::readiness_tells; }
inline constexpr bool readiness_tells<Call> = Call::readiness_tells;

}  // namespace tenon::inline v0
