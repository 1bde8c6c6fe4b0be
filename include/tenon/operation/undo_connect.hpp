// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/operation/endpoint_of.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Binds a descriptor to the endpoint that it had before, if the system dropped it (bind(2)). While there is a peer the system
/// reports another address for an unspecified one: where it reports an unspecified one now, only the port is what it was
/// before.
template <endpoint Endpoint, class System>
[[nodiscard]] result<void> bind_again(const System& system, os::descriptor socket, const Endpoint& before) noexcept {
    const result<Endpoint> now = detail::local_endpoint_of<Endpoint>(system, socket);
    Endpoint wanted = before;
    // On IP it is bound again in any case: Linux goes on naming a port that a failed attempt has let go.
    if constexpr (internet<family_of<Endpoint>> && has_port<Endpoint> && requires { before.address().is_unspecified(); }) {
        if (now && now->address().is_unspecified())
            wanted = now->with_port(before.port());
    } else if constexpr (!internet<family_of<Endpoint>>) {
        if (now && *now == before)
            return {};
    }
    // EINVAL: it is bound still, to the port that was asked for, and only the address was let go.
    const std::ptrdiff_t bound = system.bind(socket, wanted.data(), wanted.size());
    if (bound < 0 && bound != -EINVAL)
        return failure::from_returned(bound);
    return {};
}

/// Makes the socket of an attempt to connect that failed ready for another (connect(2) to AF_UNSPEC), bound to `before` if
/// that is not null. Failure to undo the attempt is not reported here, since the next one fails; failure to bind again is.
///
/// If the system does not undo attempts (`System::undoes_connect`), the attempt is shut down, so that it never becomes a
/// connection, and its error is taken. The socket keeps its options and what the system leaves of its endpoint; whether the
/// next connect(2) works is up to the system.
template <class Protocol, endpoint Endpoint, class System>
result<void> undo_connect(const System& system, os::descriptor socket, [[maybe_unused]] const Endpoint* before) noexcept {
    if constexpr (connection_oriented<Protocol>) {
        if constexpr (System::undoes_connect)
            static_cast<void>(system.disconnect(socket));
        else
            static_cast<void>(system.shutdown(socket, os::direction::both));
        // Linux keeps the error of what was refused by ICMP, although it was told, and one of its own for what was given up.
        static_cast<void>(system.pending_error(socket));
        if constexpr (System::undoes_connect)
            if (before != nullptr)
                return detail::bind_again(system, socket, *before);
    }
    return {};
}

/// As `undo_connect`, after a connect(2) that has failed with a negated errno; but a connection or an attempt that the
/// descriptor had before stays as it is. EISCONN and EALREADY report one. The system may find another reason first (Linux asks
/// for the permission, and looks for a Unix listener, before it looks for a connection): then the peer tells.
template <class Protocol, endpoint Endpoint, class System>
void undo_failed_connect(const System& system, os::descriptor socket, [[maybe_unused]] std::ptrdiff_t returned,
                         const Endpoint* before) noexcept {
    if constexpr (connection_oriented<Protocol>) {
        if (returned == -EISCONN || returned == -EALREADY)
            return;
        os::socket_address unused;
        os::address_length none = 0;
        if (system.getpeername(socket, &unused, &none) < 0)
            static_cast<void>(detail::undo_connect<Protocol>(system, socket, before));
    }
}

/// Removes the fixed peer of a descriptor (connect(2) to AF_UNSPEC), and binds again what the system drops of the local
/// endpoint. If that fails, because another socket was faster, the peer is fixed again.
template <endpoint Endpoint, class System>
[[nodiscard]] result<void> drop_peer(const System& system, os::descriptor socket) noexcept {
    const result<Endpoint> before = detail::local_endpoint_of<Endpoint>(system, socket);
    if (!before)
        return before.why();
    const result<Endpoint> peer = detail::remote_endpoint_of<Endpoint>(system, socket);
    // ENOTCONN: Linux does not report a peer without a port, which a ping socket may have.
    if (!peer && peer.why().number() != ENOTCONN)
        return peer.why();
    if (const std::ptrdiff_t gone = system.disconnect(socket); gone < 0)
        return failure::from_returned(gone);
    const result<void> again = detail::bind_again(system, socket, *before);
    if (!again && peer)
        static_cast<void>(system.connect(socket, peer->data(), peer->size()));
    return again;
}

}  // namespace detail

/// Returns whether a connection was made to its own end (getsockname(2), getpeername(2)). `asked_for` is what was given to
/// connect(2): one endpoint can be written in several ways (an unspecified address, a zone, an IPv4-mapped address), so only
/// its port counts, and the system is asked for the peer if that is the local port too.
template <class Protocol, endpoint Endpoint, class System>
[[nodiscard]] bool is_self_connected(const System& system, os::descriptor socket, const Endpoint& asked_for) noexcept {
    if constexpr (may_self_connect<Protocol> && internet<family_of<Endpoint>>) {
        const result<Endpoint> local = detail::local_endpoint_of<Endpoint>(system, socket);
        if (!local)
            return false;
        if constexpr (has_port<Endpoint>)
            if (local->port() != asked_for.port())
                return false;
        const result<Endpoint> remote = detail::remote_endpoint_of<Endpoint>(system, socket);
        return remote && *remote == *local;
    } else {
        return false;
    }
}

}  // namespace v0
}  // namespace tenon
