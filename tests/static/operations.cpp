// SPDX-License-Identifier: BSL-1.0

// The truth table of operations: a row a protocol, family and state; a column an operation.

#include <support/drivers.hpp>
#include <support/masked.hpp>

#include "table.hpp"

namespace truth {
namespace {

//  b bind        > shutdown_send     a accept       s send             t send_to       u send_urgent     L local_endpoint
//  l listen      < shutdown_receive  A accept_from  S send_all         f receive_from  U receive_urgent  M remote_endpoint
//  c connect     y split             i iterate      r receive                          @ at_mark         v available
//  F finish      B become                           R receive_exactly                                    D duplicate
//  d disconnect                                     p peek                                               ! interrupt
constexpr std::string_view letters = "blcFd><yBaAisSrRptfuU@LMvD!";
static_assert(letters.size() == support::columns);

template <class Protocol, class Family, class State, class Driver>
consteval bool is(std::string_view words) {
    using socket = tenon::basic_socket<Protocol, Family, State, Driver>;
    static_assert(support::forms_agree<socket>);
    static_assert(!support::some_transition_takes_an_lvalue<socket>);
    return same(words, letters, support::exists<socket>);
}

template <class Protocol, class Families, class State, class Driver = tenon::blocking>
struct row;
template <class Protocol, class... Families, class State, class Driver>
struct row<Protocol, over<Families...>, State, Driver> {
    consteval row(std::string_view words) { static_cast<void>((is<Protocol, Families, State, Driver>(words) && ...)); }
    consteval operator bool() const { return true; }
};

using versions = over<ipv4, ipv6>;
using internet = over<ipv4, ipv6, any_ip>;
using everywhere = over<ipv4, ipv6, any_ip, local>;

// clang-format off

// Streams.                                        blcFd><yB aAi sSrRp tf uU@ LMv D!
static_assert(row<tcp, internet, opened>          ("b.c.....B ... ..... .. ... ... D."));
static_assert(row<tcp, internet, bound>           (".lc.....B ... ..... .. ... L.. D."));
static_assert(row<tcp, internet, listening>       ("........B aAi ..... .. ... L.. D!"));
static_assert(row<tcp, internet, connected>       (".....><yB ... sSrRp .. uU@ LMv D!"));
static_assert(row<tcp, internet, sending>         ("........B ... sS... .. u.. LM. .!"));
static_assert(row<tcp, internet, receiving>       ("........B ... ..rRp .. .U@ LMv D!"));
static_assert(row<tcp, internet, handshaking>     ("........B ... sSrRp .. uU@ LMv D!"));
static_assert(row<tcp, internet, connecting>       ("..cF....B ... ..... .. ... L.. D."));
static_assert(row<tcp, internet, connecting_bound> ("..cF....B ... ..... .. ... L.. D."));

static_assert(row<stream, everywhere, opened>     ("b.c.....B ... ..... .. ... ... D."));
static_assert(row<stream, everywhere, bound>      (".lc.....B ... ..... .. ... L.. D."));
static_assert(row<stream, everywhere, listening>  ("........B aAi ..... .. ... L.. D!"));
static_assert(row<stream, everywhere, connected>  (".....><yB ... sSrRp .. ... LMv D!"));
static_assert(row<stream, everywhere, sending>    ("........B ... sS... .. ... LM. .!"));
static_assert(row<stream, everywhere, receiving>  ("........B ... ..rRp .. ... LMv D!"));
static_assert(row<stream, everywhere, handshaking>("........B ... sSrRp .. ... LMv D!"));
static_assert(row<stream, everywhere, connecting>  ("..cF....B ... ..... .. ... L.. D."));
static_assert(row<stream, everywhere, connecting_bound>("..cF....B ... ..... .. ... L.. D."));

static_assert(row<mptcp, internet, opened>        ("b.c.....B ... ..... .. ... ... D."));
static_assert(row<mptcp, internet, bound>         (".lc.....B ... ..... .. ... L.. D."));
static_assert(row<mptcp, internet, listening>     ("........B aAi ..... .. ... L.. D!"));
static_assert(row<mptcp, internet, connected>     (".....><yB ... sSrRp .. ... LMv D!"));
static_assert(row<mptcp, internet, sending>       ("........B ... sS... .. ... LM. .!"));
static_assert(row<mptcp, internet, receiving>     ("........B ... ..rRp .. ... LMv D!"));
static_assert(row<mptcp, internet, handshaking>   ("........B ... sSrRp .. ... LMv D!"));
static_assert(row<mptcp, internet, connecting>     ("..cF....B ... ..... .. ... L.. D."));
static_assert(row<mptcp, internet, connecting_bound>("..cF....B ... ..... .. ... L.. D."));

// Messages over a connection.                           blcFd><yB aAi sSrRp tf uU@ LMv D!
static_assert(row<seqpacket, over<local>, opened>       ("b.c.....B ... ..... .. ... ... D."));
static_assert(row<seqpacket, over<local>, bound>        (".lc.....B ... ..... .. ... L.. D."));
static_assert(row<seqpacket, over<local>, listening>    ("........B aAi ..... .. ... L.. D!"));
static_assert(row<seqpacket, over<local>, connected>    (".....><yB ... s.r.p .. ... LMv D!"));
static_assert(row<seqpacket, over<local>, sending>      ("........B ... s.... .. ... LM. .!"));
static_assert(row<seqpacket, over<local>, receiving>    ("........B ... ..r.p .. ... LMv D!"));
static_assert(row<seqpacket, over<local>, handshaking>  ("........B ... s.r.p .. ... LMv D!"));
static_assert(row<seqpacket, over<local>, connecting>("..cF....B ... ..... .. ... L.. D."));
static_assert(row<seqpacket, over<local>, connecting_bound>("..cF....B ... ..... .. ... L.. D."));

// Messages without one. Nothing leads a socket of theirs to `listening`, and nothing could be done there.
//                                                   blcFd><yB aAi sSrRp tf uU@ LMv D!
static_assert(row<udp, internet, opened>            ("b.c.....B ... ..... t. ... ... D!"));
static_assert(row<udp, internet, bound>             ("..c.....B ... ..... tf ... L.v D!"));
static_assert(row<udp, internet, listening>         ("........B ... ..... .. ... L.. D."));
static_assert(row<udp, internet, connected>         ("....d..yB ... s.r.p .. ... LMv D!"));
static_assert(row<udp, internet, sending>           ("........B ... s.... .. ... LM. .!"));
static_assert(row<udp, internet, receiving>         ("........B ... ..r.p .. ... LMv D!"));
static_assert(row<udp, internet, handshaking>       ("........B ... s.r.p .. ... LMv D!"));
static_assert(row<udp, internet, connecting>("..c.....B ... ..... .. ... L.. D."));
static_assert(row<udp, internet, connecting_bound>("..c.....B ... ..... .. ... L.. D."));

static_assert(row<datagram, everywhere, opened>     ("b.c.....B ... ..... t. ... ... D!"));
static_assert(row<datagram, everywhere, bound>      ("..c.....B ... ..... tf ... L.v D!"));
static_assert(row<datagram, everywhere, listening>  ("........B ... ..... .. ... L.. D."));
static_assert(row<datagram, everywhere, connected>  ("....d..yB ... s.r.p .. ... LMv D!"));
static_assert(row<datagram, everywhere, sending>    ("........B ... s.... .. ... LM. .!"));
static_assert(row<datagram, everywhere, receiving>  ("........B ... ..r.p .. ... LMv D!"));
static_assert(row<datagram, everywhere, handshaking>("........B ... s.r.p .. ... LMv D!"));
static_assert(row<datagram, everywhere, connecting>("..c.....B ... ..... .. ... L.. D."));
static_assert(row<datagram, everywhere, connecting_bound>("..c.....B ... ..... .. ... L.. D."));

static_assert(row<icmp_echo, versions, opened>      ("b.c.....B ... ..... t. ... ... D!"));
static_assert(row<icmp_echo, versions, bound>       ("..c.....B ... ..... tf ... L.v D!"));
static_assert(row<icmp_echo, versions, listening>   ("........B ... ..... .. ... L.. D."));
static_assert(row<icmp_echo, versions, connected>   ("....d..yB ... s.r.p .. ... LMv D!"));
static_assert(row<icmp_echo, versions, sending>     ("........B ... s.... .. ... LM. .!"));
static_assert(row<icmp_echo, versions, receiving>   ("........B ... ..r.p .. ... LMv D!"));
static_assert(row<icmp_echo, versions, handshaking> ("........B ... s.r.p .. ... LMv D!"));
static_assert(row<icmp_echo, versions, connecting>("..c.....B ... ..... .. ... L.. D."));
static_assert(row<icmp_echo, versions, connecting_bound>("..c.....B ... ..... .. ... L.. D."));

//                                                             blcFd><yB aAi sSrRp tf uU@ LMv D!
static_assert(row<netlink_messages, over<netlink>, opened>    ("b.c.....B ... ..... t. ... ... D!"));
static_assert(row<netlink_messages, over<netlink>, bound>     ("..c.....B ... ..... tf ... L.v D!"));
static_assert(row<netlink_messages, over<netlink>, listening> ("........B ... ..... .. ... L.. D."));
static_assert(row<netlink_messages, over<netlink>, connected> ("....d..yB ... s.r.p .. ... LMv D!"));
static_assert(row<netlink_messages, over<netlink>, sending>   ("........B ... s.... .. ... LM. .!"));
static_assert(row<netlink_messages, over<netlink>, receiving> ("........B ... ..r.p .. ... LMv D!"));
static_assert(row<netlink_messages, over<netlink>, handshaking>("........B ... s.r.p .. ... LMv D!"));
static_assert(row<netlink_messages, over<netlink>, connecting>("..c.....B ... ..... .. ... L.. D."));
static_assert(row<netlink_messages, over<netlink>, connecting_bound>("..c.....B ... ..... .. ... L.. D."));

static_assert(row<stranger, over<ipv4>, opened>               ("b.c.....B ... ..... t. ... ... D!"));
static_assert(row<stranger, over<ipv4>, bound>                ("..c.....B ... ..... tf ... L.v D!"));
static_assert(row<stranger, over<ipv4>, listening>            ("........B ... ..... .. ... L.. D."));
static_assert(row<stranger, over<ipv4>, connected>            ("....d..yB ... s.r.p .. ... LMv D!"));
static_assert(row<stranger, over<ipv4>, sending>              ("........B ... s.... .. ... LM. .!"));
static_assert(row<stranger, over<ipv4>, receiving>            ("........B ... ..r.p .. ... LMv D!"));
static_assert(row<stranger, over<ipv4>, handshaking>          ("........B ... s.r.p .. ... LMv D!"));
static_assert(row<stranger, over<ipv4>, connecting>("..c.....B ... ..... .. ... L.. D."));
static_assert(row<stranger, over<ipv4>, connecting_bound>("..c.....B ... ..... .. ... L.. D."));

// Packets: heard unbound, and never again after a disconnect.
//                                                 blcFd><yB aAi sSrRp tf uU@ LMv D!
static_assert(row<icmp, versions, opened>         ("b.c.....B ... ..... tf ... ..v D!"));
static_assert(row<icmp, versions, bound>          ("..c.....B ... ..... tf ... L.v D!"));
static_assert(row<icmp, versions, listening>      ("........B ... ..... .. ... L.. D."));
static_assert(row<icmp, versions, connected>      (".......yB ... s.r.p .. ... LMv D!"));
static_assert(row<icmp, versions, sending>        ("........B ... s.... .. ... LM. .!"));
static_assert(row<icmp, versions, receiving>      ("........B ... ..r.p .. ... LMv D!"));
static_assert(row<icmp, versions, handshaking>    ("........B ... s.r.p .. ... LMv D!"));
static_assert(row<icmp, versions, connecting>("..c.....B ... ..... .. ... L.. D."));
static_assert(row<icmp, versions, connecting_bound>("..c.....B ... ..... .. ... L.. D."));

static_assert(row<raw_ip<89>, versions, opened>     ("b.c.....B ... ..... tf ... ..v D!"));
static_assert(row<raw_ip<89>, versions, bound>      ("..c.....B ... ..... tf ... L.v D!"));
static_assert(row<raw_ip<89>, versions, listening>  ("........B ... ..... .. ... L.. D."));
static_assert(row<raw_ip<89>, versions, connected>  (".......yB ... s.r.p .. ... LMv D!"));
static_assert(row<raw_ip<89>, versions, sending>    ("........B ... s.... .. ... LM. .!"));
static_assert(row<raw_ip<89>, versions, receiving>  ("........B ... ..r.p .. ... LMv D!"));
static_assert(row<raw_ip<89>, versions, handshaking>("........B ... s.r.p .. ... LMv D!"));
static_assert(row<raw_ip<89>, versions, connecting>("..c.....B ... ..... .. ... L.. D."));
static_assert(row<raw_ip<89>, versions, connecting_bound>("..c.....B ... ..... .. ... L.. D."));

static_assert(row<ospf, versions, opened>         ("b.c.....B ... ..... tf ... ..v D!"));
static_assert(row<ospf, versions, bound>          ("..c.....B ... ..... tf ... L.v D!"));
static_assert(row<ospf, versions, listening>      ("........B ... ..... .. ... L.. D."));
static_assert(row<ospf, versions, connected>      (".......yB ... s.r.p .. ... LMv D!"));
static_assert(row<ospf, versions, sending>        ("........B ... s.... .. ... LM. .!"));
static_assert(row<ospf, versions, receiving>      ("........B ... ..r.p .. ... LMv D!"));
static_assert(row<ospf, versions, handshaking>    ("........B ... s.r.p .. ... LMv D!"));
static_assert(row<ospf, versions, connecting>("..c.....B ... ..... .. ... L.. D."));
static_assert(row<ospf, versions, connecting_bound>("..c.....B ... ..... .. ... L.. D."));

// Under a driver that does not wait nothing is promised whole; under one that is awaited a listener is no plain range.
using tenon::nonblocking, support::postponing;
//                                                                blcFd><yB aAi sSrRp tf uU@ LMv D!
static_assert(row<tcp, internet, opened, nonblocking>            ("b.c.....B ... ..... .. ... ... D."));
static_assert(row<tcp, internet, bound, nonblocking>             (".lc.....B ... ..... .. ... L.. D."));
static_assert(row<tcp, internet, connecting, nonblocking>        ("..cF....B ... ..... .. ... L.. D."));
static_assert(row<tcp, internet, connecting_bound, nonblocking>  ("..cF....B ... ..... .. ... L.. D."));
static_assert(row<tcp, internet, listening, nonblocking>         ("........B aAi ..... .. ... L.. D!"));
static_assert(row<tcp, internet, connected, nonblocking>         (".....><yB ... s.r.p .. uU@ LMv D!"));
static_assert(row<tcp, internet, sending, nonblocking>           ("........B ... s.... .. u.. LM. .!"));
static_assert(row<tcp, internet, receiving, nonblocking>         ("........B ... ..r.p .. .U@ LMv D!"));
static_assert(row<stream, everywhere, connecting, nonblocking>   ("..cF....B ... ..... .. ... L.. D."));
static_assert(row<stream, everywhere, connected, nonblocking>    (".....><yB ... s.r.p .. ... LMv D!"));
static_assert(row<seqpacket, over<local>, connecting, nonblocking>("..cF....B ... ..... .. ... L.. D."));
static_assert(row<seqpacket, over<local>, connected, nonblocking>(".....><yB ... s.r.p .. ... LMv D!"));
static_assert(row<udp, internet, opened, nonblocking>            ("b.c.....B ... ..... t. ... ... D!"));
static_assert(row<udp, internet, bound, nonblocking>             ("..c.....B ... ..... tf ... L.v D!"));
static_assert(row<udp, internet, connected, nonblocking>         ("....d..yB ... s.r.p .. ... LMv D!"));
static_assert(row<icmp, versions, opened, nonblocking>           ("b.c.....B ... ..... tf ... ..v D!"));
static_assert(row<tcp, internet, opened, postponing>             ("b.c.....B ... ..... .. ... ... D."));
static_assert(row<tcp, internet, connecting, postponing>         ("..cF....B ... ..... .. ... L.. D."));
static_assert(row<tcp, internet, listening, postponing>          ("........B aA. ..... .. ... L.. D!"));
static_assert(row<tcp, internet, connected, postponing>          (".....><yB ... sSrRp .. uU@ LMv D!"));
static_assert(row<udp, internet, bound, postponing>              ("..c.....B ... ..... tf ... L.v D!"));

// Layers: what has a session belongs to one socket, and is neither split nor duplicated.
using over_tcp = support::masked<tcp>;
using over_udp = support::masked<udp>;
//                                                           blcFd><yB aAi sSrRp tf uU@ LMv D!
static_assert(row<over_tcp, internet, connected>            (".....><.B ... sSrRp .. uU@ LMv .!"));
static_assert(row<over_tcp, internet, handshaking>          ("........B ... sSrRp .. uU@ LMv .!"));
static_assert(row<over_udp, internet, connected>            ("....d...B ... s.r.p .. ... LMv .!"));

// clang-format on

}  // namespace
}  // namespace truth
