// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/operation/successor.hpp>
#include <tenon/operation/undo_connect.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace call {

/// connect(2). A driver does not repeat the call after EINTR: the attempt goes on, and
/// `connect_outcome` waits for its end.
template <class Endpoint>
struct connect {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool restartable = false;
    // EAGAIN means that the backlog of a Unix listener is full, and poll(2) does not tell when it
    // has space again.
    static constexpr bool poll_is_reliable = internet<family_of<Endpoint>>;

    Endpoint to;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        return system.connect(socket, to.data(), to.size());
    }
};

/// Gets the outcome of an attempt to connect: waits until the socket is writable, then reads the
/// pending error (SO_ERROR, socket(7)) and calls getpeername(2). Returns 0 if the attempt
/// succeeded, the negated error if it failed, and -ENOTCONN if no attempt is under way. (The
/// attempt of a Unix socket ends when it is interrupted.)
struct connect_outcome {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool polls_first = true;
    static constexpr bool honors_dontwait = true;

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

/// Base of `connect` and `start_connect`: connect(2) to an endpoint, and how to undo it.
template <class Socket, endpoint Endpoint, class Session>
class connect_attempt : public successor<Socket, Session> {
public:
    /// For a socket that has no local endpoint yet.
    explicit connect_attempt(const Endpoint& to) noexcept
        requires std::same_as<Session, no_session>
        : call_{to} {}
    connect_attempt(Session&& session, const Endpoint& to) noexcept
        : successor<Socket, Session>(std::forward<Session>(session)), call_{to} {}
    /// For a socket that is bound to `before`.
    connect_attempt(const Endpoint& to, const Endpoint& before) noexcept
        requires std::same_as<Session, no_session>
        : call_{to}, before_(before), was_bound_(true) {}
    connect_attempt(Session&& session, const Endpoint& to, const Endpoint& before) noexcept
        : successor<Socket, Session>(std::forward<Session>(session)),
          call_{to},
          before_(before),
          was_bound_(true) {}

protected:
    [[nodiscard]] call::connect<Endpoint>& start() noexcept { return call_; }
    [[nodiscard]] const Endpoint& peer() const noexcept { return call_.to; }
    /// Undoes an attempt that has begun. Failure to undo it is not reported here (the next connect
    /// fails).
    template <class View>
    void undo(const View& socket) const noexcept {
        static_cast<void>(detail::undo_connect<typename Socket::protocol_type>(
            socket.system(), socket.descriptor(), before()));
    }
    /// Cleans up after a connect(2) that returned an error other than EINPROGRESS and EINTR. A
    /// connection or an attempt that the descriptor had before stays.
    template <class View>
    void undo_failed(const View& socket, std::ptrdiff_t returned) const noexcept {
        detail::undo_failed_connect<typename Socket::protocol_type>(
            socket.system(), socket.descriptor(), returned, before());
    }
    /// Returns the endpoint that the socket was bound to, or null.
    [[nodiscard]] const Endpoint* before() const noexcept {
        return was_bound_ ? detail::address_of(before_) : nullptr;
    }

private:
    call::connect<Endpoint> call_;
    Endpoint before_;
    bool was_bound_ = false;
};

/// Connects a socket to an endpoint (connect(2)), and returns it as a `Socket`, which is in another
/// state. `Session` is as in `successor`.
///
/// If the attempt fails, the handle stays with the caller: disconnected, bound to `before` if that
/// is given, and ready for another attempt. A connection or an attempt that the descriptor had
/// before stays.
template <class Socket, endpoint Endpoint, class Session = no_session>
class connect : public connect_attempt<Socket, Endpoint, Session> {
public:
    using value_type = Socket;

    using connect_attempt<Socket, Endpoint, Session>::connect_attempt;

    template <class Perform>
    auto next(Perform&& perform) {
        if (phase_ == phase::starting) [[likely]]
            return perform(this->start());
        return perform(outcome_);
    }

    bool advance(std::ptrdiff_t returned) noexcept {
        returned_ = returned;
        was_made_ = true;
        if (returned == 0) [[likely]]
            return true;
        if (phase_ == phase::starting) {
            interrupted_ = returned == -EINTR;
            // On IP, EAGAIN from a blocking driver means that the socket's own time-out has passed
            // (SO_SNDTIMEO). The attempt goes on.
            const bool has_timed_out = internet<family_of<Endpoint>> && returned == -EWOULDBLOCK;
            if (returned != -EINTR && returned != -EINPROGRESS && !has_timed_out)
                return true;
            phase_ = phase::under_way;
            return has_timed_out;
        }
        if (interrupted_ && returned == -ENOTCONN) {
            phase_ = phase::starting;
            return false;
        }
        return true;
    }
    void fail(int error) noexcept { returned_ = -error; }

    /// Returns the connected socket, or undoes the attempt. Errors: those of connect(2);
    /// `errc::self_connection` if the socket was connected to its own local endpoint.
    template <class Handle>
    result<Socket> finish(Handle& handle) noexcept {
        failure why(errc::self_connection);
        if (returned_ < 0)
            why = failure::from_returned(returned_);
        else if (!tenon::is_self_connected<typename Socket::protocol_type>(
                     handle.system(), handle.descriptor(), this->peer()))
            return this->succeed(handle);
        abandon(handle);
        return why;
    }
    /// Undoes the attempt, or the connection that it has made.
    template <class View>
    void abandon(const View& socket) noexcept {
        if (!was_made_)
            return;
        if (phase_ == phase::starting && returned_ < 0)
            this->undo_failed(socket, returned_);
        else
            this->undo(socket);
    }

private:
    enum class phase : unsigned char {
        starting,
        under_way
    };

    [[no_unique_address]] call::connect_outcome outcome_;
    bool was_made_ = false;
    bool interrupted_ = false;
    phase phase_ = phase::starting;
    std::ptrdiff_t returned_ = -ECANCELED;
};

}  // namespace operation

}  // namespace v0
}  // namespace tenon
