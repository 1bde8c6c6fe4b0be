// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/operation/endpoint_of.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

namespace call {

/// connect(2). Interrupted or not, it is never repeated: the attempt goes on, and is awaited.
template <class Endpoint>
struct connect {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool repeatable = false;
    // EAGAIN: a Unix listener's backlog is full, of which poll(2) knows nothing.
    static constexpr bool readiness_tells = internet<family_of<Endpoint>>;

    const Endpoint* to;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        return system.connect(socket, to->data(), to->size());
    }
};

/// What has become of an attempt: waits for writability, then asks SO_ERROR (socket(7)). 0 where it succeeded, -ENOTCONN where
/// no attempt is on its way (a Unix socket's ends when it is interrupted). Says at `asked`, where that is not null, that it was
/// made: an error is the attempt's then, and otherwise that of the waiting.
struct connect_outcome {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool waits_first = true;
    static constexpr bool heeds_do_not_wait = true;

    bool* asked = nullptr;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        if (asked != nullptr)
            *asked = true;
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
        using protocol = typename Socket::protocol_type;
        failure why(errc::self_connection);
        if (answer_ < 0)
            why = failure::from_answer(answer_);
        else if (!met_itself<protocol>(handle.system(), handle.descriptor(), to_))
            return result<Socket>(std::in_place, handle.release(), handle.driver());
        static_cast<void>(undo_connect<protocol>(handle.system(), handle.descriptor(), was_bound_ ? &before_ : nullptr));
        return why;
    }

private:
    enum class phase : unsigned char {
        starting,
        under_way
    };

    Endpoint to_;
    Endpoint before_;
    bool was_bound_ = false;
    bool interrupted_ = false;
    phase phase_ = phase::starting;
    std::ptrdiff_t answer_ = 0;
};

}  // namespace operation

}  // namespace tenon::inline v0
