// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/base/unchecked.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// A connection, and the endpoint that it came from.
template <class Socket, class Endpoint>
struct accepted {
    Socket socket;  ///< the connection
    Endpoint from;  ///< the peer's endpoint
};

namespace call {

/// accept4(2).
struct accept {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool may_be_copied = true;
    static constexpr bool makes_descriptor = true;
    static constexpr std::ptrdiff_t shutdown_result = -EINVAL;

    int type_flags;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        return system.accept(socket, nullptr, nullptr, type_flags);
    }
};

/// accept4(2), with the peer's address.
template <class Endpoint>
struct accept_from {
    static constexpr os::readiness waits_for = os::readiness::readable;
    static constexpr bool may_be_copied = true;
    static constexpr bool makes_descriptor = true;
    static constexpr std::ptrdiff_t shutdown_result = -EINVAL;

    int type_flags;
    Endpoint* from;
    os::address_length* length;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        *length = Endpoint::capacity();
        return system.accept(socket, from->data(), length, type_flags);
    }
};

}  // namespace call

namespace operation {

/// Returns whether an error of accept(2) belongs to a connection that was lost before it was
/// accepted. Such an error does not concern the listener, and `accept` goes on to the next
/// connection.
///
/// EOPNOTSUPP is in the list of accept(2) too, but is not included here: it is also the error of a
/// socket that cannot accept at all, and `accept` would repeat the call for ever.
[[nodiscard]] constexpr bool belongs_to_one_connection(int error) noexcept {
    switch (error) {
        case ECONNABORTED:
        case ENETDOWN:
        case EPROTO:
        case ENOPROTOOPT:
#ifdef EHOSTDOWN
        case EHOSTDOWN:
#endif
#ifdef ENONET
        case ENONET:
#endif
        case EHOSTUNREACH:
        case ENETUNREACH: return true;
        default: return false;
    }
}

/// Converts the errno of accept(2). EINVAL means that the socket no longer listens. If it was
/// destroyed (sock_diag(7)), the result is its pending error; if it was shut down, the result is
/// `operation_canceled`.
template <class View>
[[nodiscard, gnu::noinline, gnu::cold]] failure accept_failure(View listener,
                                                               std::ptrdiff_t returned) noexcept {
    if (returned != -EINVAL)
        return failure::from_returned(returned);
    const std::ptrdiff_t pending = listener.system().pending_error(listener.descriptor());
    return pending < 0 ? failure::from_returned(pending) : failure(std::errc::operation_canceled);
}

/// Base of `accept` and `accept_from`. Skips connections that were lost, and closes a connection
/// that the caller does not take. `Session` is the type of the session of the connection.
template <class Session>
class accept_one {
public:
    constexpr accept_one() noexcept
        requires std::same_as<Session, no_session>
    = default;
    constexpr explicit accept_one(Session&& session) noexcept : session_(std::move(session)) {}

    constexpr bool advance(std::ptrdiff_t returned) noexcept {
        returned_ = detail::narrow_cast<int>(returned);
        if (returned >= 0) [[likely]]
            return true;
        return !belongs_to_one_connection(-returned_);
    }
    constexpr void fail(int error) noexcept {
        returned_ = -ECANCELED;
        failed_ = error;
    }
    template <class View>
    void abandon(const View& listener) noexcept {
        if (has_connection())
            static_cast<void>(listener.system().close(take()));
    }

protected:
    /// Returns whether there is a connection; if not, `why` returns the error.
    [[nodiscard]] constexpr bool has_connection() const noexcept { return returned_ >= 0; }
    template <class View>
    [[nodiscard]] failure why(View listener) const noexcept {
        return failed_ != 0 ? failure(failed_) : operation::accept_failure(listener, returned_);
    }
    /// Returns the connection, after its session has begun, or the error that there is instead. If
    /// the session cannot begin, the connection is closed.
    template <class View>
    [[nodiscard]] result<os::descriptor> take_connection(const View& listener) noexcept {
        if (!has_connection())
            return why(listener);
        if constexpr (begins_with_peer<Session>) {
            if (const result<void> begun = session_.begin(side::accepting); !begun) {
                abandon(listener);
                return begun.why();
            }
        }
        return take();
    }
    [[nodiscard]] constexpr os::descriptor take() noexcept {
        return std::exchange(returned_, -ECANCELED);
    }

    [[no_unique_address]] Session session_;

private:
    // A descriptor or a negated errno. It is an int: for a larger type, GCC emits an instruction
    // that widens the result of accept4(2).
    int returned_ = -ECANCELED;
    int failed_ = 0;
};

/// Accepts the next connection of a listener (accept4(2)). The operation is constructed from the
/// session of the connection, whose type is `Session`.
template <class Socket, class Session = no_session>
class accept : public accept_one<Session> {
public:
    using value_type = Socket;

    using accept_one<Session>::accept_one;

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        return perform(call_);
    }
    template <class View>
    result<Socket> finish(const View& listener) noexcept {
        const result<os::descriptor> connection = this->take_connection(listener);
        if (!connection)
            return connection.why();
        return result<Socket>(std::in_place, unchecked, *connection, listener.driver(),
                              std::move(this->session_));
    }

private:
    call::accept call_{Socket::driver_type::type_flags};
};

/// Accepts the next connection of a listener, and returns it with the peer's endpoint (accept4(2)).
/// `Session` is as in `accept`.
///
/// Errors: those of accept(2); `errc::foreign_endpoint` if the endpoint is not of the family (the
/// connection is closed).
template <class Socket, class Endpoint, class Session = no_session>
class accept_from : public accept_one<Session> {
public:
    using value_type = accepted<Socket, Endpoint>;

    using accept_one<Session>::accept_one;

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        // The pointers are set here and not in the constructor, since the operation may be moved
        // until the first `next`.
        call_.from = detail::address_of(from_);
        call_.length = &from_length_;
        return perform(call_);
    }
    template <class View>
    result<value_type> finish(const View& listener) noexcept {
        const result<os::descriptor> connection = this->take_connection(listener);
        if (!connection)
            return connection.why();
        Socket socket(unchecked, *connection, listener.driver(), std::move(this->session_));
        if (!from_.resize(from_length_))
            return failure(errc::foreign_endpoint);
        return result<value_type>(value_type{std::move(socket), from_});
    }

private:
    call::accept_from<Endpoint> call_{Socket::driver_type::type_flags, nullptr, nullptr};
    Endpoint from_;
    os::address_length from_length_ = 0;
};

}  // namespace operation

}  // namespace v0
}  // namespace tenon
