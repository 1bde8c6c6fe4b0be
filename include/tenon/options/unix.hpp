// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/bounded_text.hpp>
#include <tenon/options/machinery/option.hpp>
#include <tenon/options/values/credentials.hpp>
#include <tenon/options/values/group_list.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// Level SOL_SOCKET: the options that only Unix sockets have (unix(7)).

/// Applies to connection-oriented Unix sockets.
using on_unix_connections = on_all_of<on_unix, on_connections>;

// The peer

#ifdef TENON_HAS_SO_PEERCRED
/// SO_PEERCRED: the credentials of the process that connected, listened or made the pair at the
/// other end (unix(7)).
using peer_credentials =
    option<credentials, SOL_SOCKET, SO_PEERCRED, read_only<read_with_peer<on_unix_connections>>>;
#endif

#ifdef TENON_HAS_SO_PEERGROUPS
/// SO_PEERGROUPS: the supplementary groups of the peer's process; fails with `result_out_of_range`
/// if they are more than a `group_list` holds (since Linux 4.13).
using peer_groups =
    option<group_list, SOL_SOCKET, SO_PEERGROUPS, read_only<read_with_peer<on_unix_connections>>>;
#endif

#ifdef SO_PEERSEC
/// SO_PEERSEC: the security label of the peer, if the system has labels (unix(7)).
using peer_security = option<bounded_text<255>, SOL_SOCKET, SO_PEERSEC,
                             read_only<read_with_peer<on_unix_connections>>>;
#endif

// Control messages that come with a received message

#ifdef SO_PASSCRED
/// SO_PASSCRED: delivers the credentials of the sender (unix(7)).
using pass_credentials = option<bool, SOL_SOCKET, SO_PASSCRED, on_unix>;
#endif

#ifdef SO_PASSSEC
/// SO_PASSSEC: delivers the security label of the sender (unix(7)).
using pass_security = option<bool, SOL_SOCKET, SO_PASSSEC, on_unix>;
#endif

#ifdef TENON_SO_PASSPIDFD
/// SO_PASSPIDFD: delivers a descriptor of the sender's process (since Linux 6.5).
using pass_process_descriptor = option<bool, SOL_SOCKET, TENON_SO_PASSPIDFD, on_unix>;
#endif

#ifdef TENON_SO_PASSRIGHTS
/// SO_PASSRIGHTS: allows receiving file descriptors; when off, the sender's sendmsg(2) fails (since
/// Linux 6.16).
using pass_rights = option<bool, SOL_SOCKET, TENON_SO_PASSRIGHTS, on_unix>;
#endif

// Peeking

#ifdef SO_PEEK_OFF
/// SO_PEEK_OFF: the offset in bytes at which the next peek begins; each peek advances it; -1 turns
/// the offset off (socket(7), unix(7)).
using peek_offset = option<int, SOL_SOCKET, SO_PEEK_OFF, on_unix>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
