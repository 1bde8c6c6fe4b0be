// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

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

    static constexpr std::ptrdiff_t where_shut = -EINVAL;

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

    static constexpr std::ptrdiff_t where_shut = -EINVAL;

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

/// The errors that accept(2) passes on from a connection that was lost before it was accepted, and that say nothing of the
/// listener: `accept` goes on to the next connection.
[[nodiscard]] constexpr bool belongs_to_one_connection(int error) noexcept {
    switch (error) {
        case ECONNABORTED:
        case ENETDOWN:
        case EPROTO:
        case ENOPROTOOPT:
        case EHOSTDOWN:
#ifdef ENONET
        case ENONET:
#endif
        case EHOSTUNREACH:
        case EOPNOTSUPP:
        case ENETUNREACH: return true;
        default: return false;
    }
}

/// What accept's last answer says, where it is an error. EINVAL is the answer of what listens no more: it was interrupted, or
/// it was destroyed by somebody else (sock_diag(7)), and then the reason is its pending error.
template <class Handle>
[[nodiscard, gnu::noinline, gnu::cold]] failure accept_failure(const Handle& listener, std::ptrdiff_t answer) noexcept {
    if (answer != -EINVAL)
        return failure::from_answer(answer);
    const std::ptrdiff_t pending = listener.system().pending_error(listener.descriptor());
    return pending < 0 ? failure::from_answer(pending) : failure(std::errc::operation_canceled);
}

/// Takes the next connection of a listener.
template <class Socket>
class accept {
public:
    using value_type = Socket;

    template <class Perform>
    constexpr auto next(Perform&& perform) const {
        return perform(call::accept{Socket::driver_type::type_flags});
    }
    constexpr bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return answer >= 0 || !belongs_to_one_connection(static_cast<int>(-answer));
    }
    template <class Handle>
    result<Socket> finish(Handle&& listener) const noexcept {
        if (answer_ < 0)
            return accept_failure(listener, answer_);
        return result<Socket>(std::in_place, static_cast<os::descriptor>(answer_), listener.driver());
    }
    template <class System>
    static void abandon(const System& system, std::ptrdiff_t answer) noexcept {
        static_cast<void>(system.close(static_cast<os::descriptor>(answer)));
    }

private:
    std::ptrdiff_t answer_ = 0;
};

/// Takes the next connection of a listener, with the endpoint that it came from.
template <class Socket, class Endpoint>
class accept_from {
public:
    using value_type = accepted<Socket, Endpoint>;

    template <class Perform>
    constexpr auto next(Perform&& perform) {
        return perform(call::accept_from<Endpoint>{Socket::driver_type::type_flags, &from_, &from_length_});
    }
    constexpr bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return answer >= 0 || !belongs_to_one_connection(static_cast<int>(-answer));
    }
    template <class Handle>
    result<value_type> finish(Handle&& listener) noexcept {
        if (answer_ < 0)
            return accept_failure(listener, answer_);
        Socket socket(static_cast<os::descriptor>(answer_), listener.driver());
        if (!from_.resize(from_length_))
            return failure(errc::foreign_endpoint);
        return result<value_type>(value_type{std::move(socket), from_});
    }
    template <class System>
    static void abandon(const System& system, std::ptrdiff_t answer) noexcept {
        accept<Socket>::abandon(system, answer);
    }

private:
    Endpoint from_;
    os::address_length from_length_ = 0;
    std::ptrdiff_t answer_ = 0;
};

}  // namespace operation

}  // namespace tenon::inline v0
