// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>

#include <tenon/base/address_of.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/operation/connect.hpp>
#include <tenon/operation/endpoint_of.hpp>
#include <tenon/operation/one_call.hpp>
#include <tenon/operation/successor.hpp>
#include <tenon/operation/undo_connect.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace operation {

/// Begins to connect a socket to an endpoint (connect(2)), and returns it as a `Socket`, whose
/// `finish` completes the attempt. `Session` is as in `successor`.
///
/// If the attempt fails at once, the handle stays with the caller: disconnected, bound to `before`
/// if that is given, and ready for another attempt. A connection or an attempt that the descriptor
/// had before stays.
template <class Socket, endpoint Endpoint, class Session = no_session>
class start_connect : public connect_attempt<Socket, Endpoint, Session> {
public:
    using value_type = Socket;

    using connect_attempt<Socket, Endpoint, Session>::connect_attempt;

    template <class Perform>
    auto next(Perform&& perform) {
        return perform(this->start());
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        was_made_ = true;
        returned_ = returned;
        return true;
    }
    void fail(int error) noexcept { returned_ = -error; }

    template <class Handle>
    result<Socket> finish(Handle& handle) noexcept {
        if (has_begun())
            return this->succeed(handle);
        abandon(handle);
        return failure::from_returned(returned_);
    }
    /// Undoes the attempt.
    template <class View>
    void abandon(const View& socket) noexcept {
        if (has_begun())
            this->undo(socket);
        else if (was_made_)
            this->undo_failed(socket, returned_);
    }

private:
    /// Returns whether the attempt has begun. An attempt that was interrupted (EINTR) goes on, like
    /// one that does not complete at once (EINPROGRESS).
    [[nodiscard]] bool has_begun() const noexcept {
        return was_made_ && (returned_ == 0 || returned_ == -EINPROGRESS || returned_ == -EINTR);
    }

    bool was_made_ = false;
    std::ptrdiff_t returned_ = -ECANCELED;
};

/// Completes an attempt to connect, and returns the connected `Socket`. `Session` is as in
/// `successor`.
///
/// Errors: that of the attempt; `errc::self_connection` if the socket was connected to its own
/// local endpoint; `operation_would_block` while the attempt goes on, or the error of the limit
/// that ended the wait. After an attempt that failed, the handle stays with the caller and is ready
/// for another attempt. If `WasBound`, it is bound to the same endpoint as before.
template <class Socket, endpoint Endpoint, bool WasBound, class Session = no_session>
class finish_connect : public one_call<call::connect_outcome>, public successor<Socket, Session> {
public:
    using value_type = Socket;

    using successor<Socket, Session>::successor;

    /// Only the wait has ended: the attempt goes on, or its outcome can still be read.
    void fail(int error) noexcept { waiting_failed_ = error; }

    template <class Handle>
    result<Socket> finish(Handle& handle) noexcept {
        using protocol = typename Socket::protocol_type;
        if (waiting_failed_ != 0)
            return failure(waiting_failed_);
        const auto& system = handle.system();
        failure why(errc::self_connection);
        if (returned_ < 0) {
            why = failure::from_returned(returned_);
        } else {
            const result<Endpoint> peer =
                detail::remote_endpoint_of<Endpoint>(system, handle.descriptor());
            if (!peer)
                return peer.why();
            if (!tenon::is_self_connected<protocol>(system, handle.descriptor(), *peer)) {
                if (const result<void> begun = this->begin(); !begun)
                    why = begun.why();
                else
                    return this->succeed(handle);
            }
        }
        undo(handle);
        return why;
    }
    /// Makes the socket ready for another attempt if this one has failed. An attempt that goes on,
    /// or a connection that was made, is left as it is.
    template <class View>
    void abandon(const View& socket) noexcept {
        if (returned_ < 0)
            undo(socket);
    }

private:
    template <class View>
    static void undo(const View& socket) noexcept {
        result<Endpoint> before = failure(std::errc::not_connected);
        if constexpr (WasBound)
            before = detail::local_endpoint_of<Endpoint>(socket.system(), socket.descriptor());
        static_cast<void>(detail::undo_connect<typename Socket::protocol_type>(
            socket.system(), socket.descriptor(), before ? detail::address_of(*before) : nullptr));
    }

    int waiting_failed_ = 0;
};

}  // namespace operation
}  // namespace v0
}  // namespace tenon
