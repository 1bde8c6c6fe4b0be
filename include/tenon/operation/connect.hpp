// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// The local endpoint of a descriptor (getsockname(2)).
template <endpoint Endpoint, class System>
[[nodiscard]] result<Endpoint> local_endpoint_of(const System& system, os::descriptor socket) noexcept {
    Endpoint found;
    os::address_length length = Endpoint::capacity();
    if (const std::ptrdiff_t asked = system.getsockname(socket, found.data(), &length); asked < 0)
        return failure::from_answer(asked);
    if (!found.resize(length))
        return failure(errc::foreign_endpoint);
    return found;
}

/// The peer's endpoint of a descriptor (getpeername(2)).
template <endpoint Endpoint, class System>
[[nodiscard]] result<Endpoint> remote_endpoint_of(const System& system, os::descriptor socket) noexcept {
    Endpoint found;
    os::address_length length = Endpoint::capacity();
    if (const std::ptrdiff_t asked = system.getpeername(socket, found.data(), &length); asked < 0)
        return failure::from_answer(asked);
    if (!found.resize(length))
        return failure(errc::foreign_endpoint);
    return found;
}

/// Binds a descriptor to the endpoint that it had, where the system dropped it.
template <endpoint Endpoint, class System>
[[nodiscard]] result<void> bind_again(const System& system, os::descriptor socket, const Endpoint& before) noexcept {
    // On IP what getsockname(2) says is not enough: Linux goes on naming a port that a failed attempt has let go.
    if constexpr (!internet<family_of<Endpoint>>) {
        const result<Endpoint> now = local_endpoint_of<Endpoint>(system, socket);
        if (now && *now == before)
            return {};
    }
    // EINVAL: it is bound still, to the port that was asked for, and only the address was let go.
    const std::ptrdiff_t bound = system.bind(socket, before.data(), before.size());
    if (bound < 0 && bound != -EINVAL)
        return failure::from_answer(bound);
    return {};
}

namespace call {

/// connect(2). Interrupted or not, it is never repeated: the attempt goes on, and is awaited.
template <class Endpoint>
struct connect {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool repeatable = false;

    const Endpoint* to;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        return system.connect(socket, to->data(), to->size());
    }
};

/// What has become of an attempt: waits for writability, then asks SO_ERROR. 0 where it succeeded, -ENOTCONN where no
/// attempt is on its way (a Unix socket's ends when it is interrupted).
struct connect_outcome {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool waits_first = true;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        if (const std::ptrdiff_t error = system.pending_error(socket); error < 0)
            return error;
        os::address_length none = 0;
        os::socket_address unused;
        return system.getpeername(socket, &unused, &none);
    }
};

}  // namespace call

namespace operation {

/// Connects a socket, and makes of its handle a `Socket`, which is in another state. An attempt that fails leaves the handle
/// where it was: undone, bound to `before` where that is given, ready for another.
template <class Socket, endpoint Endpoint>
class connect {
public:
    using value_type = Socket;

    /// The socket has no local endpoint yet.
    explicit connect(const Endpoint& to) noexcept : to_(to) {}
    /// The socket is bound to `before`.
    connect(const Endpoint& to, const Endpoint& before) noexcept : to_(to), before_(before), was_bound_(true) {}

    template <class Perform>
    auto next(Perform&& perform) const {
        if (phase_ == phase::starting) [[likely]]
            return perform(call::connect<Endpoint>{&to_});
        return perform(call::connect_outcome{});
    }

    bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        if (answer == 0) [[likely]]
            return true;
        if (phase_ == phase::starting) {
            interrupted_ = answer == -EINTR;
            if (answer != -EINTR && answer != -EINPROGRESS)
                return true;
            phase_ = phase::under_way;
            return false;
        }
        if (interrupted_ && answer == -ENOTCONN) {
            phase_ = phase::starting;
            return false;
        }
        return true;
    }

    /// Fails with `errc::self_connection` where a connection was made from an endpoint to itself.
    template <class Handle>
    result<Socket> finish(Handle&& handle) noexcept {
        failure why(errc::self_connection);
        if (answer_ < 0)
            why = failure::from_answer(answer_);
        else if (!met_itself(handle))
            return result<Socket>(std::in_place, handle.release(), handle.driver());
        undo(handle);
        return why;
    }

private:
    enum class phase : unsigned char {
        starting,
        under_way
    };

    template <class Handle>
    [[nodiscard]] bool met_itself(const Handle& handle) const noexcept {
        if constexpr (may_meet_itself<typename Socket::protocol_type> && internet<family_of<Endpoint>>) {
            const result<Endpoint> local = local_endpoint_of<Endpoint>(handle.system(), handle.descriptor());
            return local && *local == to_;
        } else {
            return false;
        }
    }

    template <class Handle>
    void undo(const Handle& handle) const noexcept {
        if constexpr (connection_oriented<typename Socket::protocol_type>) {
            // What cannot be undone shows in the next attempt's error; this one's is the news.
            static_cast<void>(handle.system().disconnect(handle.descriptor()));
            if (was_bound_)
                static_cast<void>(bind_again(handle.system(), handle.descriptor(), before_));
        }
    }

    Endpoint to_;
    Endpoint before_;
    bool was_bound_ = false;
    bool interrupted_ = false;
    phase phase_ = phase::starting;
    std::ptrdiff_t answer_ = 0;
};

}  // namespace operation

}  // namespace tenon::inline v0
