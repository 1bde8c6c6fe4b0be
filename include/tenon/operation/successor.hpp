// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/base/unchecked.hpp>
#include <tenon/concepts/protocol.hpp>

namespace tenon {
inline namespace v0 {
namespace operation {

/// Base of the operations that change the state of a socket. On success the handle of the socket
/// and its session are moved into a `Socket` in another state. On failure both stay with the
/// caller.
///
/// `Session` is one of three types. For a socket whose protocol keeps a session, it is a reference
/// to that session; the socket must not be moved until the operation ends. For a verb, which has no
/// socket yet, it is the session itself. If the protocol keeps no session, it is `no_session`.
template <class Socket, class Session>
class successor {
public:
    static constexpr bool takes_handle = true;

    successor() noexcept
        requires std::same_as<Session, no_session>
    = default;
    explicit successor(Session&& session) noexcept : session_(std::forward<Session>(session)) {}

protected:
    /// Lets the session begin, now that it has a peer.
    [[nodiscard]] result<void> begin() noexcept {
        if constexpr (begins_with_peer<std::remove_cvref_t<Session>>)
            return session_.begin(side::connecting);
        else
            return {};
    }
    template <class Handle>
    [[nodiscard]] result<Socket> succeed(Handle& handle) noexcept {
        return result<Socket>(std::in_place, unchecked, std::move(handle), std::move(session_));
    }

private:
    [[no_unique_address]] Session session_;
};

}  // namespace operation
}  // namespace v0
}  // namespace tenon
