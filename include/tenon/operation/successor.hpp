// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/base/unchecked.hpp>
#include <tenon/concepts/protocol.hpp>

namespace tenon {
inline namespace v0 {
namespace operation {

/// The part that transitions have in common which are operations: on success the handle of a socket, and its session, become
/// those of a `Socket` in another state; on failure both stay where they are.
///
/// `Session` is a reference to the session of the socket that the operation is called on, which is not moved meanwhile; or the
/// session itself, if there is no such socket (the verbs); or `no_session`.
template <class Socket, class Session>
class successor {
public:
    static constexpr bool takes_handle = true;

    successor() noexcept
        requires std::same_as<Session, no_session>
    = default;
    explicit successor(Session&& session) noexcept : session_(std::forward<Session>(session)) {}

protected:
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
