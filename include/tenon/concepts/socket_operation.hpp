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

// Minimal types that satisfy the concepts of this folder. A concept that requires a template uses
// them as its arguments.
namespace archetype {

/// The handle that is passed to a driver's `perform`. It can be moved, but not copied.
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

/// The object that an operation's `next` is handed: it takes the calls.
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

/// A driver whose `perform` always fails.
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

/// A view of an empty socket.
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
/// The operation moves the socket's handle into its result, so it refers to the socket until it
/// ends.
/// Models: `operation::connect`. Near miss: `operation::accept`, which uses only the descriptor and
/// the driver.
template <class Operation>
concept takes_handle = requires {
    { Operation::takes_handle } -> std::same_as<const bool&>;
} && Operation::takes_handle;

namespace detail {
/// The operation's `finish` can be called with this handle or view.
template <class Operation, class Handle>
concept finishes_with =
    requires(Operation& operation) { operation.finish(std::declval<Handle>()); };
/// The type of the argument with which the concept `finishes` tests `finish`: a handle if the
/// operation takes the handle, otherwise a view. It is the archetype if `finish` accepts that. If
/// not, `finish` is a template over the driver, and the library's own handle or view is used. (A
/// disjunction in one concept would do the same, but GCC would not print the reason for a failure.)
template <class Operation, class OfAnyClass, class OfAnyDriver>
using accepted_by_finish =
    std::conditional_t<finishes_with<Operation, OfAnyClass>, OfAnyClass, OfAnyDriver>;
template <class Operation>
using finishing_handle = std::conditional_t<
    takes_handle<Operation>,
    accepted_by_finish<Operation, archetype::handle<archetype::driver>&,
                       handle<archetype::driver>&>,
    accepted_by_finish<Operation, archetype::view, handle_view<archetype::driver>>>;
}  // namespace detail

/// \concept finishes
/// The operation has a `finish` that returns a `result<value_type>`. `finish` is a template over
/// its argument, a handle or a view, or over the driver of the argument, and spells out its return
/// type. The concept tests it with the handle of `archetype::driver`, or a view of it.
/// Models: `operation::accept`. Near miss: an operation whose `finish` returns a number.
template <class Operation>
concept finishes = requires(Operation& operation) {
    {
        operation.finish(std::declval<detail::finishing_handle<Operation>>())
    } -> std::same_as<result<typename Operation::value_type>>;
};

/// \concept abandon_takes_view
/// The operation has a member `template <class View> void abandon(const View& view) noexcept`, or
/// no member of that name.
/// Models: `operation::accept`, `operation::send`. Near miss: an operation with `abandon()`.
template <class Operation>
concept abandon_takes_view = requires(Operation& operation, const archetype::view& view) {
    operation.abandon(view);
} || requires(Operation& operation, const handle_view<archetype::driver>& view) {
    operation.abandon(view);
} || detail::says_no_abandon<Operation, archetype::view>;

/// \concept socket_operation
/// Determines which calls are made on a socket, one after the other, and interprets their results.
/// The least to supply:
/// - `value_type`, and a move constructor;
/// - `next(perform)`, which returns `perform(call)` for the next call. The call is a member of the
///   operation. `next` only describes the call: it may be called again for the same call;
/// - `advance(returned)`, which is given the result of the call, a count or a negated errno (or a
///   `call_result`), and returns true when the operation is done. A driver handles EINTR and EAGAIN
///   itself, unless a fact of the call excludes this or the driver does not wait;
/// - `fail(error)`, which is given the driver's own failure, an errno or the number of an `errc`: a
///   limit that was reached, or an error of poll(2). No call is under way then, and the operation
///   is done. A driver may call it again with the same error;
/// - `finish(handle)`, which returns a `result<value_type>`. It may make calls that do not wait. It
///   is given a `handle_view`. If the operation declares
///   `static constexpr bool takes_handle = true`, it is given the `handle` instead, and moves the
///   handle away on success. `finish` is a template over its argument, and spells out its return
///   type.
/// Optional: `abandon(view)`, which gives up the resources that the operation has acquired; see
/// `abandon`. `refuse(handle)`; see `refuse`. An `abandon` of another form is refused.
///
/// An operation may be moved until the first `next`. From then on it stays at its address, since
/// the system may write into it.
///
/// An operation that has begun ends in exactly one of these ways. (An operation that is refused
/// before the first `next` needs none.)
/// - `advance` returned true, or the driver called `fail`: the driver calls `finish` when the
///   caller takes the result.
/// - The socket was closed or released, or the caller went away (its coroutine was destroyed),
///   before the result was taken: the driver calls `abandon`. If the socket was closed or released,
///   the caller receives `operation_canceled`.
/// - The operation was cancelled, and its call succeeded nevertheless: the driver calls `advance`
///   with the result of the call, and `fail` if that returned false; then either `finish` or
///   `abandon`.
///
/// What the compiler cannot check: that `next` has no effect except through `perform`, and that
/// nothing points into the operation before the first `next`.
/// Models: `operation::send<const_bytes>`. Near miss: `call::send<const_bytes>`, which is a call.
template <class Operation>
concept socket_operation =
    std::move_constructible<Operation> &&
    requires(Operation& operation, archetype::perform perform, std::ptrdiff_t returned, int error) {
        typename Operation::value_type;
        operation.next(perform);
        { operation.advance(returned) } -> std::same_as<bool>;
        operation.fail(error);
    } && detail::takes_handle_is_bool<Operation> && finishes<Operation> &&
    abandon_takes_view<Operation>;

/// Gives up the resources that an operation has acquired and the caller will not take: a connection
/// that was accepted, descriptors that were received, an attempt to connect. Calls the member
/// `abandon` if the operation has one. `view` is a `handle_view`; its descriptor is
/// `os::no_descriptor` if the socket was closed or released.
template <class Operation, class View>
void abandon(Operation& operation, const View& view) noexcept {
    if constexpr (requires { operation.abandon(view); })
        operation.abandon(view);
}

/// Ends what an operation has to end even if it was refused before it began: `close` closes the
/// socket nevertheless. Calls the member `refuse` with the handle if the operation has one. `kept`
/// is an object of a driver whose member `get` returns the handle.
template <class Operation, class Kept>
void refuse([[maybe_unused]] Operation& operation, [[maybe_unused]] Kept& kept) noexcept {
    if constexpr (requires { operation.refuse(kept.get()); })
        operation.refuse(kept.get());
}

}  // namespace v0
}  // namespace tenon
