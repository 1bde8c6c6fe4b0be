// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/operation/connect.hpp>
#include <tenon/operation/endpoint_of.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0::operation {

/// Begins to connect a socket, and makes of its handle a `Socket`, whose `finish` says what has become of it. One that fails at
/// once leaves the handle where it was: undone, bound to `before` where that is given, ready for another.
template <class Socket, endpoint Endpoint>
class start_connect {
public:
    using value_type = Socket;

    /// The socket has no local endpoint yet.
    explicit start_connect(const Endpoint& to) noexcept : to_(to) {}
    /// The socket is bound to `before`.
    start_connect(const Endpoint& to, const Endpoint& before) noexcept : to_(to), before_(before), was_bound_(true) {}

    template <class Perform>
    auto next(Perform&& perform) const {
        return perform(call::connect<Endpoint>{&to_});
    }
    bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return true;
    }
    template <class Handle>
    result<Socket> finish(Handle&& handle) noexcept {
        // An attempt that was interrupted goes on like one that takes its time.
        if (answer_ == 0 || answer_ == -EINPROGRESS || answer_ == -EINTR)
            return result<Socket>(std::in_place, handle.release(), handle.driver());
        if (answer_ != -EISCONN)
            static_cast<void>(undo_connect<typename Socket::protocol_type>(handle.system(), handle.descriptor(),
                                                                           was_bound_ ? &before_ : nullptr));
        return failure::from_answer(answer_);
    }

private:
    Endpoint to_;
    Endpoint before_;
    bool was_bound_ = false;
    std::ptrdiff_t answer_ = 0;
};

/// Says what has become of an attempt to connect, and makes of the handle a connected `Socket`. Fails with
/// `operation_would_block` while the attempt goes on (or with the limit that ended the waiting for it). One that has failed is
/// undone: the handle is ready for another, bound to what it was where `WasBound`.
template <class Socket, endpoint Endpoint, bool WasBound>
class finish_connect {
public:
    using value_type = Socket;

    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call::connect_outcome{&asked_});
    }
    bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return true;
    }
    template <class Handle>
    result<Socket> finish(Handle&& handle) noexcept {
        using protocol = typename Socket::protocol_type;
        const auto& system = handle.system();
        failure why(errc::self_connection);
        if (answer_ < 0) {
            why = failure::from_answer(answer_);
            // Only the waiting has ended; the attempt goes on, or its outcome is there to be asked for.
            if (!asked_)
                return why;
        } else {
            const result<Endpoint> peer = remote_endpoint_of<Endpoint>(system, handle.descriptor());
            if (!peer)
                return peer.why();
            if (!met_itself<protocol>(system, handle.descriptor(), *peer))
                return result<Socket>(std::in_place, handle.release(), handle.driver());
        }
        result<Endpoint> before = failure(std::errc::not_connected);
        if constexpr (WasBound)
            before = local_endpoint_of<Endpoint>(system, handle.descriptor());
        static_cast<void>(undo_connect<protocol>(system, handle.descriptor(), before ? &*before : nullptr));
        return why;
    }

private:
    std::ptrdiff_t answer_ = 0;
    bool asked_ = false;
};

}  // namespace tenon::inline v0::operation
