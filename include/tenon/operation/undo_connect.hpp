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

/// Binds a descriptor again to the endpoint `before`, if the system dropped it (bind(2)).
///
/// While there is a peer, the system reports a specific address in place of an unspecified one, so
/// `before` may have an address that the program did not choose. If the system reports an
/// unspecified address now, only the port is taken from `before`.
template <endpoint Endpoint, class System>
[[nodiscard]] result<void> bind_again(const System& system, os::descriptor socket,
                                      const Endpoint& before) noexcept {
    const result<Endpoint> now = detail::local_endpoint_of<Endpoint>(system, socket);
    Endpoint wanted = before;
    // On IP bind(2) is called in any case: Linux goes on reporting a port that a failed attempt has
    // released.
    if constexpr (internet<family_of<Endpoint>> && has_port<Endpoint> &&
                  requires { before.address().is_unspecified(); }) {
        if (now && now->address().is_unspecified())
            wanted = now->with_port(before.port());
    } else if constexpr (!internet<family_of<Endpoint>>) {
        if (now && *now == before)
            return {};
    }
    // EINVAL: the socket is still bound to the port that was asked for, and only the address was
    // dropped.
    const std::ptrdiff_t bound = system.bind(socket, wanted.data(), wanted.size());
    if (bound < 0 && bound != -EINVAL)
        return failure::from_returned(bound);
    return {};
}

/// Makes a socket ready for another attempt to connect after one that failed (connect(2) to
/// AF_UNSPEC), and binds it to `before` if that is not null. Failure to undo the attempt is not
/// reported here (the next connect fails); failure to bind is.
///
/// If the system does not undo attempts (`System::undoes_connect` is false), the attempt is shut
/// down, so that it never becomes a connection, and its pending error is cleared. The socket keeps
/// its options. The system determines how much of the local endpoint stays, and whether the next
/// connect(2) works.
template <class Protocol, endpoint Endpoint, class System>
result<void> undo_connect(const System& system, os::descriptor socket,
                          [[maybe_unused]] const Endpoint* before) noexcept {
    if constexpr (connection_oriented<Protocol>) {
        if constexpr (System::undoes_connect)
            static_cast<void>(system.disconnect(socket));
        else
            static_cast<void>(system.shutdown(socket, os::direction::both));
        // Clears the pending error. Linux keeps the error of an attempt that was refused by ICMP
        // after connect(2) has returned it, and sets one for an attempt that was given up.
        static_cast<void>(system.pending_error(socket));
        if constexpr (System::undoes_connect)
            if (before != nullptr)
                return detail::bind_again(system, socket, *before);
    }
    return {};
}

/// As `undo_connect`, after a connect(2) that returned the negated errno `returned`. A connection
/// or an attempt that the descriptor had before stays.
///
/// EISCONN and EALREADY report a connection or an attempt. The system may find another error first
/// (Linux checks permissions, and looks for a Unix listener, before it looks for a connection). So
/// after any other error getpeername(2) is called, and nothing is undone if there is a peer.
template <class Protocol, endpoint Endpoint, class System>
void undo_failed_connect(const System& system, os::descriptor socket,
                         [[maybe_unused]] std::ptrdiff_t returned,
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

/// Removes the fixed peer of a descriptor (connect(2) to AF_UNSPEC), and binds the descriptor again
/// if the system dropped the local endpoint. If the bind fails, for example because another socket
/// has taken the port, the peer is fixed again.
template <endpoint Endpoint, class System>
[[nodiscard]] result<void> drop_peer(const System& system, os::descriptor socket) noexcept {
    const result<Endpoint> before = detail::local_endpoint_of<Endpoint>(system, socket);
    if (!before)
        return before.why();
    const result<Endpoint> peer = detail::remote_endpoint_of<Endpoint>(system, socket);
    // ENOTCONN: Linux does not report a peer that has no port, which a ping socket may have.
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

/// Returns whether a socket is connected to its own local endpoint (getsockname(2),
/// getpeername(2)).
///
/// `asked_for` is the endpoint that was given to connect(2). Only its port is compared with the
/// local endpoint, since one endpoint can be written in several ways (an unspecified address, a
/// zone, an IPv4-mapped address). If the ports are equal, the system is asked for the peer.
template <class Protocol, endpoint Endpoint, class System>
[[nodiscard]] bool is_self_connected(const System& system, os::descriptor socket,
                                     const Endpoint& asked_for) noexcept {
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
