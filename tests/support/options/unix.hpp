// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, header by header: options of Unix sockets (unix(7)).

#include <cerrno>

#include "option_case.hpp"

namespace listing {

template <class Visitor>
void visit_unix(Visitor& visit) {
    using namespace tenon::options;
    visit.section("Unix sockets: the peer", "unix");
#ifdef TENON_HAS_SO_PEERCRED
    visit(option_case<tenon::options::peer_credentials>{
        .name = "peer_credentials",
        .constant = "SO_PEERCRED",
        .value = "credentials",
        .manual = "unix(7)",
        .meaning =
            "The credentials of the process that connected, listened or made the pair at the other end"});
#endif
#ifdef TENON_HAS_SO_PEERGROUPS
    visit(option_case<tenon::options::peer_groups>{
        .name = "peer_groups",
        .constant = "SO_PEERGROUPS",
        .value = "group_list",
        .manual = "",
        .meaning =
            "The supplementary groups of the peer's process; fails with `result_out_of_range` if they are more than a "
            "`group_list` holds (since Linux 4.13)"});
#endif
#ifdef SO_PEERSEC
    visit(option_case<tenon::options::peer_security>{
        .name = "peer_security",
        .constant = "SO_PEERSEC",
        .value = "bounded_text<255>",
        .manual = "unix(7)",
        .meaning = "The security label of the peer, if the system has labels",
        .refusals = {ENOPROTOOPT},
        .needs = "a security module"});
#endif
    visit.section("Unix sockets: control messages", "unix");
#ifdef SO_PASSCRED
    visit(option_case<tenon::options::pass_credentials>{
        .name = "pass_credentials",
        .constant = "SO_PASSCRED",
        .value = "bool",
        .manual = "unix(7)",
        .meaning = "Delivers the credentials of the sender"});
#endif
#ifdef SO_PASSSEC
    visit(option_case<tenon::options::pass_security>{
        .name = "pass_security",
        .constant = "SO_PASSSEC",
        .value = "bool",
        .manual = "unix(7)",
        .meaning = "Delivers the security label of the sender",
        .refusals = {EOPNOTSUPP},
        .needs = "a kernel with security labels"});
#endif
#ifdef TENON_SO_PASSPIDFD
    visit(option_case<tenon::options::pass_process_descriptor>{
        .name = "pass_process_descriptor",
        .constant = "SO_PASSPIDFD",
        .value = "bool",
        .manual = "",
        .meaning = "Delivers a descriptor of the sender's process (since Linux 6.5)",
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.5"});
#endif
#ifdef TENON_SO_PASSRIGHTS
    visit(option_case<tenon::options::pass_rights>{
        .name = "pass_rights",
        .constant = "SO_PASSRIGHTS",
        .value = "bool",
        .manual = "",
        .meaning =
            "Allows receiving file descriptors; when off, the sender's sendmsg(2) fails (since Linux 6.16)",
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.16"});
#endif
    visit.section("Unix sockets: peeking", "unix");
#ifdef SO_PEEK_OFF
    visit(option_case<tenon::options::peek_offset>{
        .name = "peek_offset",
        .constant = "SO_PEEK_OFF",
        .value = "int",
        .manual = "socket(7), unix(7)",
        .meaning =
            "The offset in bytes at which the next peek begins; each peek advances it; -1 turns the offset off",
        .samples = {0, 3, -1},
        .refusals = {EOPNOTSUPP},
        .needs = "support for the socket type"});
#endif
}

}  // namespace listing
