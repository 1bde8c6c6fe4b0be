// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/base/unchecked.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/concepts/layers.hpp>
#include <tenon/concepts/session.hpp>
#include <tenon/operation/connect.hpp>
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

    constexpr explicit layer_transition(Session& from) noexcept : Through(from), session_(&from) {}

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

    constexpr explicit close_layers(Session& from) noexcept : Through(from), session_(&from) {}

    template <class Handle>
    result<void> finish(Handle& handle) noexcept {
        const result<void> ended = Through::finish(handle);
        const result<void> closed = handle.close();
        *session_ = Session();
        return ended ? closed : ended;
    }

private:
    Session* session_;
};

/// Connects a socket to an endpoint (connect(2)), makes its layers, performs their handshakes, and
/// returns it as a `Socket`. All of it is one operation, so that one limit holds for the whole.
///
/// If any of it fails, the handle stays with the caller as after a failed `connect`, and the
/// session with its settings. `Given` is the session, or a reference to it, as in `successor`.
template <class Socket, class Plain, endpoint Endpoint, class Given, class Session, class Handshake,
          bool HasHandshake>
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
        if (is_connected_)
            return handshake_.next(perform);
        return connecting::next(perform);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        if (is_connected_)
            return handshake_.advance(returned);
        if (!connecting::advance(returned))
            return false;
        if (returned != 0)
            return true;
        if (const result<void> begun = session_.begin(side::connecting); !begun) {
            error_ = begun.why().number();
            return true;
        }
        if constexpr (HasHandshake) {
            is_connected_ = true;
            handshake_.begin(session_);
            return false;
        }
        return true;
    }
    void fail(int error) noexcept {
        if (is_connected_)
            handshake_.fail(error);
        else
            connecting::fail(error);
    }
    template <class Handle>
    result<Socket> finish(Handle& handle) noexcept {
        if (is_connected_)
            if (const result<void> done = handshake_.finish(handle); !done)
                error_ = done.why().number();
        if (error_ != 0) {
            connecting::abandon(handle);
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
        handshake_.abandon(view);
        connecting::abandon(view);
    }

private:
    Session session_;
    Handshake handshake_;
    bool is_connected_ = false;  ///< the handshakes are under way
    int error_ = 0;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
