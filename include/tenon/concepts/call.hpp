// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tenon/concepts/beside.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The result of a call that receives a message.
struct call_result {
    constexpr call_result(std::ptrdiff_t returned = 0) noexcept
        : count(returned) {}  // NOLINT(google-explicit-constructor)
    constexpr call_result(std::ptrdiff_t returned, int message_flags,
                          std::size_t control_bytes) noexcept
        : count(returned), flags(message_flags), control(control_bytes) {}

    std::ptrdiff_t count;  ///< a count, or a negated errno
    int flags = 0;         ///< the flags of the message that was received (recvmsg(2), msg_flags)
    std::size_t control =
        0;  ///< the size of the control data that was received, in bytes (msg_controllen)
    std::byte* buffer = nullptr;  ///< the bytes that were received, if the driver chose the buffer
};

namespace detail {

/// Returns the count, or the negated errno, in the result of a call.
[[nodiscard]] constexpr std::ptrdiff_t count_of(std::ptrdiff_t returned) noexcept {
    return returned;
}
[[nodiscard]] constexpr std::ptrdiff_t count_of(const call_result& returned) noexcept {
    return returned.count;
}

}  // namespace detail

/// The facts about a call that a driver needs. A fact that the call does not declare has the
/// default value.
struct call_facts {
    /// The call is made again after EINTR (as with SA_RESTART, signal(7)), and again after EAGAIN
    /// when the socket is ready. This is false for connect(2): there the operation takes both as
    /// results.
    bool restartable = true;
    /// The driver waits for readiness before the first attempt.
    bool polls_first = false;
    /// The call never blocks if its flags have `os::do_not_wait`. If this is false, a driver that
    /// must not block makes the descriptor nonblocking.
    bool honors_dontwait = false;
    /// After EAGAIN, poll(2) tells when to try again. If this is false, the driver tries again
    /// after a pause.
    bool poll_is_reliable = true;
    /// The call returns a new descriptor. A shortage of descriptors lasts (EMFILE and similar
    /// errors): an event loop reports it once, and then tries again after pauses.
    bool makes_descriptor = false;
    /// The call makes no system call that could wait. A driver makes the call even if it knows that
    /// the socket is not ready, and the operation takes every result.
    bool never_waits = false;
    /// The call waits for a time, not for the socket: a driver that waits does so even if the
    /// descriptor blocks.
    bool waits_for_time = false;
    /// The call declares a `shutdown_result`.
    bool has_shutdown_result = false;
    /// Result to report instead of EAGAIN after a shutdown. Linux keeps returning EAGAIN for
    /// unconnected datagram sockets and Unix listeners, although poll(2) reports readiness.
    std::ptrdiff_t shutdown_result = 0;
};

namespace detail {
/// The names of a call's optional members.
struct call_members {
    int restartable, polls_first, honors_dontwait, poll_is_reliable, makes_descriptor, never_waits,
        waits_for_time, may_be_copied, shutdown_result, is_short, is_empty;
};
TENON_OPTIONAL_FACT(call_members, restartable)
TENON_OPTIONAL_FACT(call_members, polls_first)
TENON_OPTIONAL_FACT(call_members, honors_dontwait)
TENON_OPTIONAL_FACT(call_members, poll_is_reliable)
TENON_OPTIONAL_FACT(call_members, makes_descriptor)
TENON_OPTIONAL_FACT(call_members, never_waits)
TENON_OPTIONAL_FACT(call_members, waits_for_time)
TENON_OPTIONAL_FACT(call_members, may_be_copied)
TENON_OPTIONAL_MEMBER(call_members, shutdown_result)
TENON_OPTIONAL_MEMBER(call_members, is_short)
TENON_OPTIONAL_MEMBER(call_members, is_empty)
template <class Call>
concept shutdown_result_is_number = requires {
    { Call::shutdown_result } -> std::convertible_to<std::ptrdiff_t>;
} || says_no_shutdown_result<Call, std::ptrdiff_t>;
template <class Call>
concept is_short_takes_count = requires(const Call& call, std::ptrdiff_t count) {
    { call.is_short(count) } -> std::same_as<bool>;
} || says_no_is_short<Call, std::ptrdiff_t>;
template <class Call>
concept is_empty_takes_nothing = requires(const Call& call) {
    { call.is_empty() } -> std::same_as<bool>;
} || says_no_is_empty<Call, int>;
}  // namespace detail

/// \concept socket_call
/// One system call as a value.
/// The least to supply:
/// - `static constexpr os::readiness waits_for`, the readiness that the call needs;
/// - `operator()(system, descriptor, message_flags)`, which makes the system call, and returns a
///   count, a negated errno (above -0x20000), or a `call_result`.
/// Optional:
/// - the facts of `call_facts`: `static constexpr bool restartable`, `polls_first`,
///   `honors_dontwait`, `poll_is_reliable`, `makes_descriptor`, `never_waits`, `waits_for_time`,
///   and `static constexpr std::ptrdiff_t shutdown_result`;
/// - `static constexpr bool may_be_copied = true`, if the system writes nothing into the call
///   itself: a driver may then make the call from a copy;
/// - `bool is_short(count) const`: see `emptied`;
/// - `bool is_empty() const`, which returns whether the call carries no bytes: a driver then makes
///   the call even if it knows that the socket is not ready.
/// An optional member of another form is refused.
/// A driver is handed an lvalue. The call lives, at the same address, until its result has been
/// taken.
/// What the compiler cannot check: that `operator()` accepts the driver's system, and that the
/// facts are true of the system call.
/// Models: `call::send<const_bytes>`. Near miss: a call with `int polls_first = 1`.
template <class Call>
concept socket_call =
    requires {
        { Call::waits_for } -> std::same_as<const os::readiness&>;
    } && detail::restartable_is_bool<Call> && detail::polls_first_is_bool<Call> &&
    detail::honors_dontwait_is_bool<Call> && detail::poll_is_reliable_is_bool<Call> &&
    detail::makes_descriptor_is_bool<Call> && detail::never_waits_is_bool<Call> &&
    detail::waits_for_time_is_bool<Call> && detail::may_be_copied_is_bool<Call> &&
    detail::shutdown_result_is_number<Call> && detail::is_short_takes_count<Call> &&
    detail::is_empty_takes_nothing<Call>;

/// The facts of a call, collected from its members of the same names, such as
/// `static constexpr bool restartable = false`.
template <class NamedCall>
    requires socket_call<std::remove_cvref_t<NamedCall>>
inline constexpr call_facts facts_of = [] {
    using Call = std::remove_cvref_t<NamedCall>;
    call_facts facts;
    if constexpr (requires { Call::restartable; })
        facts.restartable = Call::restartable;
    if constexpr (requires { Call::polls_first; })
        facts.polls_first = Call::polls_first;
    if constexpr (requires { Call::honors_dontwait; })
        facts.honors_dontwait = Call::honors_dontwait;
    if constexpr (requires { Call::poll_is_reliable; })
        facts.poll_is_reliable = Call::poll_is_reliable;
    if constexpr (requires { Call::makes_descriptor; })
        facts.makes_descriptor = Call::makes_descriptor;
    if constexpr (requires { Call::never_waits; })
        facts.never_waits = Call::never_waits;
    if constexpr (requires { Call::waits_for_time; })
        facts.waits_for_time = Call::waits_for_time;
    if constexpr (requires { Call::shutdown_result; }) {
        facts.has_shutdown_result = true;
        facts.shutdown_result = Call::shutdown_result;
    }
    return facts;
}();

namespace detail {

/// Returns whether an error of a call that makes a descriptor is a shortage: it passes when a
/// descriptor is closed or memory is freed.
[[nodiscard]] constexpr bool is_shortage(int error) noexcept {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}
/// Returns whether a call carries no bytes, so that it has nothing to wait for.
template <class Call>
[[nodiscard]] constexpr bool is_empty([[maybe_unused]] const Call& call) noexcept {
    if constexpr (requires { call.is_empty(); })
        return call.is_empty();
    else
        return false;
}

}  // namespace detail

/// Returns whether a receive that returned `count` has taken everything, so that the next attempt
/// would fail with EAGAIN.
///
/// This is true after a short count of TCP over IP. On other sockets a receive can end before the
/// data does, for example at control data on a Unix stream.
///
/// `exceptional` tells whether poll(2) has reported more than data on the socket: urgent data
/// (POLLPRI), the end of the stream, or an error (POLLRDHUP, POLLHUP, POLLERR). If so, the function
/// returns false: a receive ends at the mark of urgent data, and the next attempt receives the end
/// or the error without another event.
template <class Call>
[[nodiscard]] constexpr bool emptied([[maybe_unused]] const Call& call,
                                     [[maybe_unused]] std::ptrdiff_t count,
                                     [[maybe_unused]] bool exceptional) noexcept {
    if constexpr (requires { call.is_short(count); })
        return !exceptional && count > 0 && call.is_short(count);
    else
        return false;
}

namespace detail {

/// The system receives less than there is: a short receive does not mean that a stream has no more.
/// The least to supply: `static constexpr bool cuts_streams = true`. Models: `os::trickling`.
template <class System>
concept cuts_streams = requires { requires System::cuts_streams; };

/// Maps the type that a call returns to the type in which a driver holds it: every integer type
/// becomes `std::ptrdiff_t`, any other type stays.
template <class Returned>
struct returned_type {
    using type = Returned;
};
template <std::integral Returned>
struct returned_type<Returned> {
    using type = std::ptrdiff_t;
};

}  // namespace detail
/// The type of the result of a call on a system: `std::ptrdiff_t` if the call returns an integer,
/// otherwise the type that the call returns, such as `call_result`.
template <class Call, class System>
using returned_t =
    typename detail::returned_type<std::remove_cvref_t<decltype(std::declval<Call&>()(
        std::declval<const System&>(), os::no_descriptor, 0))>>::type;

namespace detail {

/// The object that `next` is handed declares `static constexpr bool is_inlined = true`: `next` is
/// then always inlined, whatever its size.
template <class Perform>
concept is_inlined = requires { requires std::remove_cvref_t<Perform>::is_inlined; };

}  // namespace detail

namespace call {

/// Makes no system call and returns 0: for an operation that needs nothing from the system.
struct none {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool never_waits = true;
    static constexpr bool may_be_copied = true;

    template <class System>
    constexpr std::ptrdiff_t operator()(const System&, os::descriptor, int) const noexcept {
        return 0;
    }
};

}  // namespace call

/// \concept answers_at_once
/// The object that an operation's `next` is handed makes each call before it returns. Its outcome
/// has the result of the call, or states that the call is pending; a pending call is made again
/// later. An object that does not satisfy this concept may hand the call to the system and have the
/// result later.
/// The least to supply: `static constexpr bool answers_at_once = true`. Optional:
/// `static constexpr bool never_pends = true`, if no call is ever pending; `now()`, the time of the
/// driver's system in nanoseconds, for layers; an object without this concept may have it too.
/// Models: the objects that the drivers of this library hand to `next`.
template <class Perform>
concept answers_at_once = requires { requires std::remove_cvref_t<Perform>::answers_at_once; };

/// \concept never_pends
/// No call is ever pending: the object that an operation's `next` is handed waits in the calling
/// thread, or not at all. Models: the objects that `blocking` and `nonblocking` hand to `next`.
/// Near miss: those of an event loop.
template <class Perform>
concept never_pends = requires { requires std::remove_cvref_t<Perform>::never_pends; };

/// The value that `perform(call)` returns in an operation's `next`: the result of the call, or the
/// reason why there is none.
template <class Returned = std::ptrdiff_t>
struct call_outcome {
    Returned returned = {};  ///< the result of the call, if `error` is 0 and `pending` is false
    int error = 0;           ///< the driver's own failure: a limit, poll(2), a refused registration
    bool pending = false;    ///< the driver waits, and calls `next` again later
};

}  // namespace v0
}  // namespace tenon
