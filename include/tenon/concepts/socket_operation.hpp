// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <system_error>
#include <type_traits>
#include <utility>

#include <tenon/base/refuse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/beside.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

template <class Driver>
class handle;
template <class Driver>
class handle_view;

// The smallest things that satisfy the concepts of this folder, for concepts that ask for templates over them.
namespace archetype {

/// What a driver is asked to perform an operation with. It can be moved, and not copied.
template <class Driver>
struct handle {
    handle() = default;
    handle(handle&&) = default;
    handle& operator=(handle&&) = default;

    [[nodiscard]] os::descriptor descriptor() const noexcept { return os::no_descriptor; }
    [[nodiscard]] const Driver& driver() const noexcept { return driver_; }
    [[nodiscard]] decltype(auto) system() const noexcept { return driver_.system(); }
    Driver driver_;
};

/// A call that returns 0.
struct call {
    static constexpr os::readiness waits_for = os::readiness::readable;
    template <class System>
    std::ptrdiff_t operator()(const System&, os::descriptor, int) const noexcept {
        return 0;
    }
};

/// An operation of one call.
struct operation {
    using value_type = void;
    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call_);
    }
    bool advance(std::ptrdiff_t) noexcept { return true; }
    void fail(int) noexcept {}
    template <class Handle>
    result<void> finish(const Handle&) {
        return {};
    }
    call call_;
};

/// What an operation hands its calls to.
struct perform {
    template <socket_call Call>
    call_outcome<> operator()(Call&) const noexcept {
        return {};
    }
    TENON_DELETE("a call lives until its result has been taken: keep it in the operation",
                 template <class Call> call_outcome<> operator()(const Call&&) const noexcept)
};

/// A system without functions.
struct system {};

/// A driver that fails.
struct driver {
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = result<typename Operation::value_type>;

    [[nodiscard]] archetype::system system() const noexcept { return {}; }
    std::ptrdiff_t close(os::descriptor) const noexcept { return 0; }
    template <class Handle, class Operation>
    outcome<Operation, Handle> perform(Handle&&, Operation&&) const {
        return failure(std::errc::operation_not_supported);
    }
};

/// A view of no socket.
struct view {
    [[nodiscard]] os::descriptor descriptor() const noexcept { return os::no_descriptor; }
    [[nodiscard]] const archetype::driver& driver() const noexcept { return driver_; }
    [[nodiscard]] archetype::system system() const noexcept { return {}; }
    archetype::driver driver_;
};

}  // namespace archetype

namespace detail {
/// The names of an operation's optional members.
struct operation_members {
    int takes_handle, abandon;
};
TENON_OPTIONAL_FACT(operation_members, takes_handle)
TENON_OPTIONAL_MEMBER(operation_members, abandon)
}  // namespace detail

/// \concept takes_handle
/// The operation moves the socket's handle into what it returns, so that it refers to the socket until it ends.
/// Models: `operation::connect`. Near miss: `operation::accept`, which only asks for the descriptor and the driver.
template <class Operation>
concept takes_handle = requires {
    { Operation::takes_handle } -> std::same_as<const bool&>;
} && Operation::takes_handle;

namespace detail {
/// An operation's `finish` can be called with this handle, or view.
template <class Operation, class Handle>
concept finishes_with = requires(Operation& operation) { operation.finish(std::declval<Handle>()); };
/// What `finish` is asked with: the handle if the operation takes it, else a view; that of the library if `finish` is a
/// template over the driver. (In one concept a disjunction would say this, and GCC would not say what is wrong.)
template <class Operation, class OfAnyClass, class OfAnyDriver>
using one_that_finishes = std::conditional_t<finishes_with<Operation, OfAnyClass>, OfAnyClass, OfAnyDriver>;
template <class Operation>
using finishing_handle =
    std::conditional_t<takes_handle<Operation>,
                       one_that_finishes<Operation, archetype::handle<archetype::driver>&, handle<archetype::driver>&>,
                       one_that_finishes<Operation, archetype::view, handle_view<archetype::driver>>>;
}  // namespace detail

/// \concept finishes
/// The operation has a `finish` that returns a `result<value_type>`. It is a template over what it is given, or over the driver
/// of that, and spells the type that it returns: the concept asks with the handle of `archetype::driver`, or a view of it.
/// Models: `operation::accept`. Near miss: an operation whose `finish` returns a number.
template <class Operation>
concept finishes = requires(Operation& operation) {
    {
        operation.finish(std::declval<detail::finishing_handle<Operation>>())
    } -> std::same_as<result<typename Operation::value_type>>;
};

/// \concept abandon_takes_view
/// The operation has a member `template <class View> void abandon(const View& view) noexcept`, or none of that name.
/// Models: `operation::accept`, `operation::send`. Near miss: an operation with `abandon()`.
template <class Operation>
concept abandon_takes_view =
    requires(Operation& operation, const archetype::view& view) { operation.abandon(view); } ||
    requires(Operation& operation, const handle_view<archetype::driver>& view) { operation.abandon(view); } ||
    detail::says_no_abandon<Operation, archetype::view>;

/// \concept socket_operation
/// Says which calls are made on a socket, one after the other, and what their results mean.
/// The least to supply:
/// - `value_type`, and a move constructor;
/// - `next(perform)`, which returns `perform(call)` for the next call, a member of the operation. It only describes: it may be
///   asked again for the same call;
/// - `advance(returned)`, which takes in what the call returned, a count or a negated errno (or a `call_result`), and returns
///   true when the operation is done. A driver keeps EINTR and EAGAIN to itself, unless the call says otherwise;
/// - `fail(error)`, which takes in the driver's own failure, an errno or the number of an `errc`: a limit, poll(2). No call is
///   under way then, and the operation is done;
/// - `finish(handle)`, which returns a `result<value_type>`. It may make calls that do not wait. It is given a `handle_view`,
///   or, if the operation says `static constexpr bool takes_handle = true`, the `handle`, which it moves away on success. It is
///   a template over that, and spells the type that it returns.
/// Optional: `abandon(view)`, which gives up what the operation has acquired; see `abandon`. An optional member of another form
/// is refused.
///
/// Until the first `next` an operation may be moved. From then on it stays where it is, since the system may write into it.
///
/// An operation that has been begun ends in exactly one of these ways (one that is refused before the first `next` needs none):
/// - `advance` returned true, or the driver called `fail`: `finish`, when the caller takes the result;
/// - the socket was closed, or the caller went away (a coroutine was destroyed) before it took the result: `abandon`. The
///   caller of an operation on a socket that was closed receives `operation_canceled`;
/// - it was cancelled and its call succeeded all the same: `advance` with what the call returned, then either `finish` or
///   `abandon`.
/// What the compiler cannot check: that `next` has no effect but through `perform`; that nothing points into the operation
/// before the first `next`. Models: `operation::send<const_bytes>`. Near miss: `call::send<const_bytes>`, which is a call.
template <class Operation>
concept socket_operation = std::move_constructible<Operation> &&
                           requires(Operation& operation, archetype::perform perform, std::ptrdiff_t returned, int error) {
                               typename Operation::value_type;
                               operation.next(perform);
                               { operation.advance(returned) } -> std::same_as<bool>;
                               operation.fail(error);
                           } && detail::takes_handle_is_bool<Operation> && finishes<Operation> && abandon_takes_view<Operation>;

/// Gives up what an operation has acquired and the caller will not take: a connection that was accepted, descriptors that were
/// received, an attempt to connect. `view` is a `handle_view`; its descriptor is `os::no_descriptor` if the socket was closed.
template <class Operation, class View>
void abandon(Operation& operation, const View& view) noexcept {
    if constexpr (requires { operation.abandon(view); })
        operation.abandon(view);
}

}  // namespace v0
}  // namespace tenon
