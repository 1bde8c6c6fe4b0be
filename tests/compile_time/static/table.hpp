// SPDX-License-Identifier: BSL-1.0
#pragma once

// The truth table: what exists for each protocol, family, state and driver. It is written by hand.
// pairs.cpp, operations.cpp and options.cpp compare every cell with the library. Each column has
// its letter, or a dot.

#include <concepts>
#include <string_view>

#include <support/drivers.hpp>
#include <support/layers.hpp>
#include <support/masked.hpp>
#include <support/pairs.hpp>

namespace truth {

using namespace support::cases;
using tenon::raw;
using over_tcp = support::masked<tcp>;
using over_udp = support::masked<udp>;
using tallied_tcp = support::tallied<tcp>;
using tallied_stream = support::tallied<stream>;
using tallied_udp = support::tallied<udp>;
using greeted_tcp = support::greeted<tcp>;
using tallied_greeted_tcp = support::tallied<greeted_tcp>;
using recorded_tcp = support::recorded<tcp>;
using sealed_udp = support::sealed<udp>;

// The operations.
//  b bind        > shutdown_send     a accept       s send             t send_to       u send_urgent
//  l listen      < shutdown_receive  A accept_from  S send_all         f receive_from  U receive_urgent
//  c connect     y split             i iterate      r receive                          @ at_mark
//  F finish      B become                           R receive_exactly
//  d disconnect                                     p peek
//
//  L local_endpoint   q readable  D duplicate  h handshake      g flush
//  M remote_endpoint  w writable  ! shutdown   e layer          n receive without a buffer
//  v available                                 + with_layer
//                                              - without_layer
inline constexpr std::string_view operation_letters = "blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn";

// clang-format off

/// The operations of a group of sockets in each state, under a blocking driver.
struct operation_rows {
    std::string_view opened, bound, listening, connecting, connecting_bound, handshaking, connected, sending, receiving, negotiating;
};
inline constexpr operation_rows tcp_streams{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... .. ... ... .. D. .... ..",
    .bound            = ".lc.....B ... ..... .. ... L.. .. D. .... ..",
    .listening        = "........B aAi ..... .. ... L.. q. D! .... ..",
    .connecting       = "..cF....B ... ..... .. ... L.. .w D. .... ..",
    .connecting_bound = "..cF....B ... ..... .. ... L.. .w D. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. D! .... ..",
    .connected        = ".....><yB ... sSrRp .. uU@ LMv qw D! ..+. ..",
    .sending          = "........B ... sS... .. u.. LM. .w .! .... ..",
    .receiving        = "........B ... ..rRp .. .U@ LMv q. D! .... ..",
    .negotiating      = "........B ... sSrRp .. uU@ LMv qw D! .... ..",
};
inline constexpr operation_rows streams{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... .. ... ... .. D. .... ..",
    .bound            = ".lc.....B ... ..... .. ... L.. .. D. .... ..",
    .listening        = "........B aAi ..... .. ... L.. q. D! .... ..",
    .connecting       = "..cF....B ... ..... .. ... L.. .w D. .... ..",
    .connecting_bound = "..cF....B ... ..... .. ... L.. .w D. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. D! .... ..",
    .connected        = ".....><yB ... sSrRp .. ... LMv qw D! ..+. ..",
    .sending          = "........B ... sS... .. ... LM. .w .! .... ..",
    .receiving        = "........B ... ..rRp .. ... LMv q. D! .... ..",
    .negotiating      = "........B ... sSrRp .. ... LMv qw D! .... ..",
};
/// Connection-oriented messages.
inline constexpr operation_rows packet_streams{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... .. ... ... .. D. .... ..",
    .bound            = ".lc.....B ... ..... .. ... L.. .. D. .... ..",
    .listening        = "........B aAi ..... .. ... L.. q. D! .... ..",
    .connecting       = "..cF....B ... ..... .. ... L.. .w D. .... ..",
    .connecting_bound = "..cF....B ... ..... .. ... L.. .w D. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. D! .... ..",
    .connected        = ".....><yB ... s.r.p .. ... LMv qw D! ..+. ..",
    .sending          = "........B ... s.... .. ... LM. .w .! .... ..",
    .receiving        = "........B ... ..r.p .. ... LMv q. D! .... ..",
    .negotiating      = "........B ... s.r.p .. ... LMv qw D! .... ..",
};
/// Connectionless messages. No operation leads such a socket to the states listening and connecting,
/// and few operations exist there.
inline constexpr operation_rows messages{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... t. ... ... .w D! .... ..",
    .bound            = "..c.....B ... ..... tf ... L.v qw D! .... ..",
    .listening        = "........B ... ..... .. ... L.. .. D. .... ..",
    .connecting       = "..c.....B ... ..... .. ... L.. .. D. .... ..",
    .connecting_bound = "..c.....B ... ..... .. ... L.. .. D. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. D! .... ..",
    .connected        = "....d..yB ... s.r.p .. ... LMv qw D! ..+. ..",
    .sending          = "........B ... s.... .. ... LM. .w .! .... ..",
    .receiving        = "........B ... ..r.p .. ... LMv q. D! .... ..",
    .negotiating      = "........B ... s.r.p .. ... LMv qw D! .... ..",
};
/// Packets: a raw socket receives unbound, and cannot disconnect.
inline constexpr operation_rows packets{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... tf ... ..v qw D! .... ..",
    .bound            = "..c.....B ... ..... tf ... L.v qw D! .... ..",
    .listening        = "........B ... ..... .. ... L.. .. D. .... ..",
    .connecting       = "..c.....B ... ..... .. ... L.. .. D. .... ..",
    .connecting_bound = "..c.....B ... ..... .. ... L.. .. D. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. D! .... ..",
    .connected        = ".......yB ... s.r.p .. ... LMv qw D! ..+. ..",
    .sending          = "........B ... s.... .. ... LM. .w .! .... ..",
    .receiving        = "........B ... ..r.p .. ... LMv q. D! .... ..",
    .negotiating      = "........B ... s.r.p .. ... LMv qw D! .... ..",
};
/// A protocol with a session over TCP. A session belongs to one socket, so that the socket can be neither split nor
/// duplicated. Operations that would bypass the session do not exist.
inline constexpr operation_rows masked_streams{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... .. ... ... .. .. .... ..",
    .bound            = ".lc.....B ... ..... .. ... L.. .. .. .... ..",
    .listening        = "........B aAi ..... .. ... L.. .. .! .... ..",
    .connecting       = "..cF....B ... ..... .. ... L.. .. .. .... ..",
    .connecting_bound = "..cF....B ... ..... .. ... L.. .. .. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. .! .... ..",
    .connected        = ".....><.B ... sSrRp .. ... LMv .. .! .... ..",
    .sending          = "........B ... sS... .. ... LM. .. .! .... ..",
    .receiving        = "........B ... ..rRp .. ... LMv .. .! .... ..",
    .negotiating      = "........B ... sSrRp .. ... LMv .. .! .... ..",
};
/// The same over UDP.
inline constexpr operation_rows masked_messages{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... .. ... ... .. .! .... ..",
    .bound            = "..c.....B ... ..... .. ... L.v .. .! .... ..",
    .listening        = "........B ... ..... .. ... L.. .. .. .... ..",
    .connecting       = "..c.....B ... ..... .. ... L.. .. .. .... ..",
    .connecting_bound = "..c.....B ... ..... .. ... L.. .. .. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. .! .... ..",
    .connected        = "....d...B ... s.r.p .. ... LMv .. .! .... ..",
    .sending          = "........B ... s.... .. ... LM. .. .! .... ..",
    .receiving        = "........B ... ..r.p .. ... LMv .. .! .... ..",
    .negotiating      = "........B ... s.r.p .. ... LMv .. .! .... ..",
};
/// A layer over bytes, whose directions may be used at once. Layers have no second endpoint to send to
/// and receive from, and no operation that would bypass them.
inline constexpr operation_rows tallied_streams{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... .. ... ... .. .. .... ..",
    .bound            = ".lc.....B ... ..... .. ... L.. .. .. .... ..",
    .listening        = "........B aAi ..... .. ... L.. .. .! .... ..",
    .connecting       = "..cF....B ... ..... .. ... L.. .. .. .... ..",
    .connecting_bound = "..cF....B ... ..... .. ... L.. .. .. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. .! he.. ..",
    .connected        = ".....><yB ... sSrR. .. ... LM. q. .! .e+- g.",
    .sending          = "........B ... sS... .. ... LM. .. .! .e.. g.",
    .receiving        = "........B ... ..rR. .. ... LM. q. .! .e.. ..",
    .negotiating      = "........B ... sSrR. .. ... LM. q. .! .e.. g.",
};
/// A layer whose directions may not be used at once: there is no split.
inline constexpr operation_rows greeted_streams{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... .. ... ... .. .. .... ..",
    .bound            = ".lc.....B ... ..... .. ... L.. .. .. .... ..",
    .listening        = "........B aAi ..... .. ... L.. .. .! .... ..",
    .connecting       = "..cF....B ... ..... .. ... L.. .. .. .... ..",
    .connecting_bound = "..cF....B ... ..... .. ... L.. .. .. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. .! he.. ..",
    .connected        = ".....><.B ... sSrR. .. ... LM. q. .! .e+- g.",
    .sending          = "........B ... sS... .. ... LM. .. .! .e.. g.",
    .receiving        = "........B ... ..rR. .. ... LM. q. .! .e.. ..",
    .negotiating      = "........B ... sSrR. .. ... LM. q. .! .e.. g.",
};
/// A layer that makes messages of bytes, and lends them.
inline constexpr operation_rows recorded_streams{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... .. ... ... .. .. .... ..",
    .bound            = ".lc.....B ... ..... .. ... L.. .. .. .... ..",
    .listening        = "........B aAi ..... .. ... L.. .. .! .... ..",
    .connecting       = "..cF....B ... ..... .. ... L.. .. .. .... ..",
    .connecting_bound = "..cF....B ... ..... .. ... L.. .. .. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. .! he.. ..",
    .connected        = ".....><yB ... s.r.. .. ... LM. q. .! .e+- gn",
    .sending          = "........B ... s.... .. ... LM. .. .! .e.. g.",
    .receiving        = "........B ... ..r.. .. ... LM. q. .! .e.. .n",
    .negotiating      = "........B ... s.r.. .. ... LM. q. .! .e.. gn",
};
/// A layer over messages.
inline constexpr operation_rows tallied_messages{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... .. ... ... .. .! .... ..",
    .bound            = "..c.....B ... ..... .. ... L.. .. .! .... ..",
    .listening        = "........B ... ..... .. ... L.. .. .. .... ..",
    .connecting       = "..c.....B ... ..... .. ... L.. .. .. .... ..",
    .connecting_bound = "..c.....B ... ..... .. ... L.. .. .. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. .! he.. ..",
    .connected        = ".......yB ... s.r.. .. ... LM. q. .! .e+- g.",
    .sending          = "........B ... s.... .. ... LM. .. .! .e.. g.",
    .receiving        = "........B ... ..r.. .. ... LM. q. .! .e.. ..",
    .negotiating      = "........B ... s.r.. .. ... LM. q. .! .e.. g.",
};
/// A layer over messages that stays, and whose directions may not be used at once.
inline constexpr operation_rows sealed_messages{
    //                   blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn
    .opened           = "b.c.....B ... ..... .. ... ... .. .! .... ..",
    .bound            = "..c.....B ... ..... .. ... L.. .. .! .... ..",
    .listening        = "........B ... ..... .. ... L.. .. .. .... ..",
    .connecting       = "..c.....B ... ..... .. ... L.. .. .. .... ..",
    .connecting_bound = "..c.....B ... ..... .. ... L.. .. .. .... ..",
    .handshaking      = "........B ... ..... .. ... LM. .. .! he.. ..",
    .connected        = "........B ... s.r.. .. ... LM. q. .! .e+. g.",
    .sending          = "........B ... s.... .. ... LM. .. .! .e.. g.",
    .receiving        = "........B ... ..r.. .. ... LM. q. .! .e.. ..",
    .negotiating      = "........B ... s.r.. .. ... LM. q. .! .e.. g.",
};

/// The operations that exist under a driver. Under a nonblocking driver there is no send_all and no
/// receive_exactly; under the driver of a loop, a listener is not a range.
template <class Driver>
inline constexpr std::string_view under = "";
using of_a_loop = tenon::driver_of<support::either_loop>;
//                                                                     blcFd><yB aAi sSrRp tf uU@ LMv qw D!
template <> inline constexpr std::string_view under<tenon::blocking>    = "blcFd><yB aAi sSrRp tf uU@ LMv qw D! he+- gn";
template <> inline constexpr std::string_view under<tenon::nonblocking> = "blcFd><yB aAi s.r.p tf uU@ LMv qw D! he+- gn";
template <> inline constexpr std::string_view under<of_a_loop>          = "blcFd><yB aA. sSrRp tf uU@ LMv qw D! he+- gn";
template <> inline constexpr std::string_view under<tenon::driver_of<tenon::poll_loop>> = under<of_a_loop>;
template <> inline constexpr std::string_view under<tenon::driver_of<tenon::epoll_loop>> = under<of_a_loop>;
template <> inline constexpr std::string_view under<support::postponing> = under<of_a_loop>;

// The verbs:               o open  b bind  l listen  c connect  p connected_pair  a adopt
inline constexpr std::string_view verb_letters = "oblcpa";

// Some options: the capital where it can be set and read, the small letter where it can only be read.
//  A reuse_address  R receive_buffer_size  E error  N no_delay      H header_included  V v6_only, set before the socket is bound
//  B broadcast      S send_buffer_size     L linger T time_to_live  U unicast_hops
inline constexpr std::string_view option_letters = "ABRSELNTHUV";

// Multicast:               j join  J join a source  x leave  X leave a source  k block  K unblock
inline constexpr std::string_view group_letters = "jJxXkK";

/// A row of the table: a legal pair.
struct row {
    std::string_view verbs, options, groups;
    operation_rows operations;
};
/// A pair without a row is not legal.
template <class Protocol, class Family>
inline constexpr row table{"......", "...........", "......", {}};

//                                                                      oblcpa    ABRSELNTHUV    jJxXkK
template <> inline constexpr row table<tcp, ipv4>                     {"oblc.a", "A.RSeLNT...", "......", tcp_streams};
template <> inline constexpr row table<tcp, ipv6>                     {"oblc.a", "A.RSeLN..UV", "......", tcp_streams};
template <> inline constexpr row table<tcp, any_ip>                   {".blc.a", "A.RSeLN....", "......", tcp_streams};
template <> inline constexpr row table<stream, ipv4>                  {"oblc.a", "A.RSeLNT...", "......", streams};
template <> inline constexpr row table<stream, ipv6>                  {"oblc.a", "A.RSeLN..UV", "......", streams};
template <> inline constexpr row table<stream, any_ip>                {".blc.a", "A.RSeLN....", "......", streams};
template <> inline constexpr row table<stream, unix_domain>                 {"oblcpa", "..RSeL.....", "......", streams};
template <> inline constexpr row table<seqpacket, unix_domain>              {"oblcpa", "..RSeL.....", "......", packet_streams};
template <> inline constexpr row table<udp, ipv4>                     {"ob.c.a", "ABRSe..T...", "jJxXkK", messages};
template <> inline constexpr row table<udp, ipv6>                     {"ob.c.a", "A.RSe....UV", "jJxXkK", messages};
template <> inline constexpr row table<udp, any_ip>                   {".b.c.a", "A.RSe......", "......", messages};
template <> inline constexpr row table<datagram, ipv4>                {"ob.c.a", "ABRSe..T...", "jJxXkK", messages};
template <> inline constexpr row table<datagram, ipv6>                {"ob.c.a", "A.RSe....UV", "jJxXkK", messages};
template <> inline constexpr row table<datagram, any_ip>              {".b.c.a", "A.RSe......", "......", messages};
template <> inline constexpr row table<datagram, unix_domain>               {"ob.cpa", "..RSe......", "......", messages};
template <> inline constexpr row table<icmp, ipv4>                    {"ob.c.a", "ABRSe..TH..", "jJxXkK", packets};
template <> inline constexpr row table<icmp, ipv6>                    {"ob.c.a", "A.RSe....U.", "jJxXkK", packets};
template <> inline constexpr row table<icmp_echo, ipv4>               {"ob.c.a", "ABRSe..T...", "jJxXkK", messages};
template <> inline constexpr row table<icmp_echo, ipv6>               {"ob.c.a", "A.RSe....UV", "jJxXkK", messages};
template <> inline constexpr row table<raw_ip_89, ipv4>               {"ob.c.a", "ABRSe..TH..", "jJxXkK", packets};
template <> inline constexpr row table<raw_ip_89, ipv6>               {"ob.c.a", "A.RSe....U.", "jJxXkK", packets};
// Of a user.                                                            oblcpa    ABRSELNTHUV    jJxXkK
template <> inline constexpr row table<ospf, ipv4>                    {"ob.c.a", "ABRSe..TH..", "jJxXkK", packets};
template <> inline constexpr row table<ospf, ipv6>                    {"ob.c.a", "A.RSe....U.", "jJxXkK", packets};
template <> inline constexpr row table<mptcp, ipv4>                   {"oblc.a", "A.RSeLNT...", "......", streams};
template <> inline constexpr row table<mptcp, ipv6>                   {"oblc.a", "A.RSeLN..UV", "......", streams};
template <> inline constexpr row table<mptcp, any_ip>                 {".blc.a", "A.RSeLN....", "......", streams};
template <> inline constexpr row table<stranger, ipv4>                {"ob.c.a", "ABRSe..T...", "jJxXkK", messages};
template <> inline constexpr row table<netlink_messages, netlink>     {"ob.c.a", "..RSe......", "......", messages};
template <> inline constexpr row table<over_tcp, ipv4>                {"oblc.a", "A.RSeLNT...", "......", masked_streams};
template <> inline constexpr row table<over_tcp, ipv6>                {"oblc.a", "A.RSeLN..UV", "......", masked_streams};
template <> inline constexpr row table<over_tcp, any_ip>              {".blc.a", "A.RSeLN....", "......", masked_streams};
template <> inline constexpr row table<over_udp, ipv4>                {"ob.c.a", "ABRSe..T...", "jJxXkK", masked_messages};
template <> inline constexpr row table<over_udp, ipv6>                {"ob.c.a", "A.RSe....UV", "jJxXkK", masked_messages};
template <> inline constexpr row table<over_udp, any_ip>              {".b.c.a", "A.RSe......", "......", masked_messages};
// With layers.                                                         oblcpa    ABRSELNTHUV    jJxXkK
template <> inline constexpr row table<tallied_tcp, ipv4>             {"oblc..", "A.RSeLNT...", "......", tallied_streams};
template <> inline constexpr row table<tallied_tcp, ipv6>             {"oblc..", "A.RSeLN..UV", "......", tallied_streams};
template <> inline constexpr row table<tallied_tcp, any_ip>           {".blc..", "A.RSeLN....", "......", tallied_streams};
template <> inline constexpr row table<tallied_stream, ipv4>          {"oblc..", "A.RSeLNT...", "......", tallied_streams};
template <> inline constexpr row table<tallied_stream, ipv6>          {"oblc..", "A.RSeLN..UV", "......", tallied_streams};
template <> inline constexpr row table<tallied_stream, any_ip>        {".blc..", "A.RSeLN....", "......", tallied_streams};
template <> inline constexpr row table<tallied_stream, unix_domain>   {"oblcp.", "..RSeL.....", "......", tallied_streams};
template <> inline constexpr row table<recorded_tcp, ipv4>            {"oblc..", "A.RSeLNT...", "......", recorded_streams};
template <> inline constexpr row table<recorded_tcp, ipv6>            {"oblc..", "A.RSeLN..UV", "......", recorded_streams};
template <> inline constexpr row table<recorded_tcp, any_ip>          {".blc..", "A.RSeLN....", "......", recorded_streams};
template <> inline constexpr row table<tallied_udp, ipv4>             {"ob.c..", "ABRSe..T...", "jJxXkK", tallied_messages};
template <> inline constexpr row table<tallied_udp, ipv6>             {"ob.c..", "A.RSe....UV", "jJxXkK", tallied_messages};
template <> inline constexpr row table<tallied_udp, any_ip>           {".b.c..", "A.RSe......", "......", tallied_messages};
template <> inline constexpr row table<sealed_udp, ipv4>              {"ob.c..", "ABRSe..T...", "jJxXkK", sealed_messages};
template <> inline constexpr row table<sealed_udp, ipv6>              {"ob.c..", "A.RSe....UV", "jJxXkK", sealed_messages};
template <> inline constexpr row table<sealed_udp, any_ip>            {".b.c..", "A.RSe......", "......", sealed_messages};
// With settings, without which the verbs do not exist.
template <> inline constexpr row table<greeted_tcp, ipv4>             {"......", "A.RSeLNT...", "......", greeted_streams};
template <> inline constexpr row table<greeted_tcp, ipv6>             {"......", "A.RSeLN..UV", "......", greeted_streams};
template <> inline constexpr row table<greeted_tcp, any_ip>           {"......", "A.RSeLN....", "......", greeted_streams};
template <> inline constexpr row table<tallied_greeted_tcp, ipv4>     {"......", "A.RSeLNT...", "......", greeted_streams};
template <> inline constexpr row table<tallied_greeted_tcp, ipv6>     {"......", "A.RSeLN..UV", "......", greeted_streams};
template <> inline constexpr row table<tallied_greeted_tcp, any_ip>   {"......", "A.RSeLN....", "......", greeted_streams};

// clang-format on

/// The protocols and families whose pairs are compared, legal or not.
using protocols =
    support::types<stream, datagram, seqpacket, raw, tcp, udp, icmp, icmp_echo, raw_ip_89, ospf,
                   mptcp, stranger, netlink_messages, over_tcp, over_udp, tallied_tcp,
                   tallied_stream, tallied_udp, greeted_tcp, tallied_greeted_tcp, recorded_tcp,
                   sealed_udp>;
using families = support::types<ipv4, ipv6, any_ip, unix_domain, netlink>;

template <class State>
constexpr std::string_view in_state(const operation_rows& which) {
    // clang-format off
    if constexpr (std::same_as<State, tenon::opened>) return which.opened;
    if constexpr (std::same_as<State, tenon::bound>) return which.bound;
    if constexpr (std::same_as<State, tenon::listening>) return which.listening;
    if constexpr (std::same_as<State, tenon::connecting>) return which.connecting;
    if constexpr (std::same_as<State, tenon::connecting_bound>) return which.connecting_bound;
    if constexpr (std::same_as<State, tenon::handshaking>) return which.handshaking;
    if constexpr (std::same_as<State, tenon::connected>) return which.connected;
    if constexpr (std::same_as<State, tenon::sending>) return which.sending;
    if constexpr (std::same_as<State, tenon::receiving>) return which.receiving;
    if constexpr (std::same_as<State, support::negotiating>) return which.negotiating;
    // clang-format on
}

}  // namespace truth
