// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/base/unchecked.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/concepts/layers.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/concepts/session.hpp>
#include <tenon/operation/connect.hpp>
#include <tenon/operation/undo_connect.hpp>
#include <tenon/socket/handle.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Runs the layers of a socket, and then returns it as a `Socket` in another state: a handshake, or
/// a goodbye. If the layers fail, the socket stays with the caller as it was.
template <class Socket, class Session, class Through>
class layer_transition : public Through {
public:
    using value_type = Socket;
    static constexpr bool takes_handle = true;

    explicit layer_transition(Session& from) noexcept
        : Through(from), session_(detail::address_of(from)) {}

    template <class Handle>
    result<Socket> finish(Handle& handle) noexcept {
        if (const result<void> done = Through::finish(handle); !done)
            return done.why();
        return result<Socket>(std::in_place, unchecked, std::move(handle), std::move(*session_));
    }

private:
    Session* session_;
};

/// Runs the layers of a socket, and then closes it, whatever they returned (close(2)).
template <class Session, class Through>
class close_layers : public Through {
public:
    using value_type = void;
    static constexpr bool takes_handle = true;

    explicit close_layers(Session& from) noexcept
        : Through(from), session_(detail::address_of(from)) {}

    template <class Handle>
    result<void> finish(Handle& handle) noexcept {
        const result<void> ended = Through::finish(handle);
        const result<void> closed = close(handle, ended.has_value());
        return ended ? closed : ended;
    }
    /// Closes the socket of an operation that the driver has not begun.
    template <class Handle>
    void refuse(Handle& handle) noexcept {
        static_cast<void>(close(handle, false));
    }

private:
    template <class Handle>
    result<void> close(Handle& handle, bool is_shut_down) noexcept {
        // The other half of a socket that was split may keep the connection open.
        if (!is_shut_down && !handle.empty())
            static_cast<void>(
                handle.system().shutdown(handle.descriptor(), os::direction::sending));
        *session_ = Session();
        return handle.close();
    }

    Session* session_;
};

/// Fails with `errc::self_connection` if a socket is connected to its own local endpoint.
template <class Protocol, class Endpoint>
struct check_peer {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool never_waits = true;

    const Endpoint* peer;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket, int) const noexcept {
        return tenon::is_self_connected<Protocol>(system, socket, *peer)
                   ? -static_cast<std::ptrdiff_t>(errc::self_connection)
                   : 0;
    }
};

/// Connects a socket to an endpoint (connect(2)), makes its layers, performs their handshakes, and
/// returns it as a `Socket`. All of it is one operation, so that one limit holds for the whole.
///
/// If any of it fails, the handle stays with the caller as after a failed `connect`, and the
/// session with its settings. A socket of a connectionless protocol has no peer then. `Given` is
/// the session, or a reference to it, as in `successor`.
///
/// `PlainProtocol` is the protocol of `Plain`, whose class is not complete where its family does
/// not carry the protocol.
template <class Socket, class Plain, class PlainProtocol, endpoint Endpoint, class Given,
          class Session, class Handshake, bool HasHandshake>
class connect_layers : public operation::connect<Plain, Endpoint> {
    using connecting = operation::connect<Plain, Endpoint>;

public:
    using value_type = Socket;

    connect_layers(Given&& from, const Endpoint& to) noexcept
        : connecting(to), session_(from.accepted_session()), handshake_(session_) {}
    connect_layers(Given&& from, const Endpoint& to, const Endpoint& before) noexcept
        : connecting(to, before), session_(from.accepted_session()), handshake_(session_) {}

    template <class Perform>
    auto next(Perform&& perform) {
        if constexpr (HasHandshake) {
            if (phase_ == phase::handshake)
                return handshake_.next(perform);
            if (phase_ == phase::check) {
                check_.peer = detail::address_of(this->peer());
                return perform(check_);
            }
        }
        return connecting::next(perform);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        if constexpr (HasHandshake) {
            if (phase_ == phase::handshake)
                return handshake_.advance(returned);
            if (phase_ == phase::check)
                return begin_handshake(returned);
        }
        if (!connecting::advance(returned))
            return false;
        if (returned != 0)
            return true;
        if (const result<void> begun = session_.begin(side::connecting); !begun) {
            error_ = begun.why().number();
            return true;
        }
        if constexpr (HasHandshake)
            phase_ = phase::check;
        return !HasHandshake;
    }
    void fail(int error) noexcept {
        if constexpr (HasHandshake) {
            if (phase_ == phase::handshake)
                return handshake_.fail(error);
            if (phase_ == phase::check) {
                error_ = error;
                return;
            }
        }
        connecting::fail(error);
    }
    template <class Handle>
    result<Socket> finish(Handle& handle) noexcept {
        if constexpr (HasHandshake)
            if (phase_ == phase::handshake)
                if (const result<void> done = handshake_.finish(handle); !done)
                    error_ = done.why().number();
        if (error_ != 0) {
            undo(handle);
            return failure(error_);
        }
        result<Plain> plain = connecting::finish(handle);
        if (!plain)
            return plain.why();
        return result<Socket>(std::in_place, unchecked, plain->release_handle(),
                              std::move(session_));
    }
    template <class View>
    void abandon(const View& view) noexcept {
        if constexpr (HasHandshake)
            handshake_.abandon(view);
        undo(view);
    }

private:
    enum class phase : unsigned char {
        connect,
        check,  ///< connected; a handshake with itself might wait for ever
        handshake
    };

    bool begin_handshake(std::ptrdiff_t returned) noexcept {
        if (returned < 0) {
            error_ = detail::narrow_cast<int>(-returned);
            return true;
        }
        phase_ = phase::handshake;
        handshake_.begin(session_);
        return false;
    }
    template <class View>
    void undo(const View& view) noexcept {
        connecting::abandon(view);
        if constexpr (connectionless<PlainProtocol>) {
            const bool has_peer = session_.block() != nullptr || error_ != 0;
            if (has_peer && view.system().disconnect(view.descriptor()) == 0 &&
                this->before() != nullptr)
                static_cast<void>(
                    detail::bind_again(view.system(), view.descriptor(), *this->before()));
        }
    }

    Session session_;
    Handshake handshake_;
    check_peer<PlainProtocol, Endpoint> check_{nullptr};
    phase phase_ = phase::connect;
    int error_ = 0;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
