// SPDX-License-Identifier: BSL-1.0

// The truth table of pairs: a row a protocol and families, a column a verb; none of them for a pair that makes no sense.

#include <support/drivers.hpp>
#include <support/masked.hpp>
#include <support/pairs.hpp>

#include "table.hpp"

namespace truth {
namespace {

// o open, b bind, l listen, c connect, p connected_pair, a adopt
constexpr std::string_view letters = "oblcpa";

// Each verb under the blocking driver, and under one that is named.
template <class Protocol, class Family>
concept can_open = requires {
    tenon::open<Protocol, Family>();
    tenon::open<Protocol, Family>(tenon::nonblocking());
};
template <class Protocol, class Family>
concept can_bind = requires(const typename Family::endpoint& there) {
    tenon::bind<Protocol>(there);
    tenon::bind<Protocol>(tenon::nonblocking(), there);
};
template <class Protocol, class Family>
concept can_listen = requires(const typename Family::endpoint& there) {
    tenon::listen<Protocol>(there);
    tenon::listen<Protocol>(there, tenon::backlog(5));
    tenon::listen<Protocol>(tenon::nonblocking(), there);
};
template <class Protocol, class Family>
concept can_connect = requires(const typename Family::endpoint& there) {
    tenon::connect<Protocol>(there);
    tenon::connect<Protocol>(tenon::nonblocking(), there);
};
template <class Protocol, class Family>
concept can_pair = requires {
    tenon::connected_pair<Protocol, Family>();
    tenon::connected_pair<Protocol, Family>(tenon::nonblocking());
};
template <class Protocol, class Family>
concept can_adopt = requires {
    tenon::adopt<Protocol, Family, tenon::connected>(0);
    tenon::adopt<Protocol, Family, tenon::connected>(tenon::nonblocking(), 0);
};

template <class Protocol, class Families>
struct row;
template <class Protocol, class... Families>
struct row<Protocol, over<Families...>> {
    template <class Family>
    static consteval bool is(std::string_view words) {
        // Every legal pair can be adopted; some need an endpoint to be opened.
        const bool legal = words.back() == letters.back();
        static_assert(tenon::protocol<Protocol> && tenon::family<Family>);
        return legal == tenon::runs_over<Protocol, Family> &&
               same(words, letters,
                    std::array{can_open<Protocol, Family>, can_bind<Protocol, Family>, can_listen<Protocol, Family>,
                               can_connect<Protocol, Family>, can_pair<Protocol, Family>, can_adopt<Protocol, Family>});
    }
    consteval row(std::string_view words) : all((is<Families>(words) && ...)) {}
    consteval operator bool() const { return all; }
    bool all;
};

// clang-format off
//                                                               oblcpa
static_assert(row<tcp, over<ipv4, ipv6>>                       ("oblc.a"));
static_assert(row<tcp, over<local, netlink>>                   ("......"));
static_assert(row<udp, over<ipv4, ipv6>>                       ("ob.c.a"));
static_assert(row<udp, over<local, netlink>>                   ("......"));
static_assert(row<icmp, over<ipv4, ipv6>>                      ("ob.c.a"));
static_assert(row<icmp, over<local, netlink>>                  ("......"));
static_assert(row<icmp_echo, over<ipv4, ipv6>>                 ("ob.c.a"));
static_assert(row<icmp_echo, over<local, netlink>>             ("......"));
static_assert(row<raw_ip<89>, over<ipv4, ipv6>>                ("ob.c.a"));
static_assert(row<raw_ip<89>, over<local, netlink>>            ("......"));
static_assert(row<stream, over<ipv4, ipv6>>                    ("oblc.a"));
static_assert(row<stream, over<local>>                         ("oblcpa"));
static_assert(row<stream, over<netlink>>                       ("......"));
static_assert(row<datagram, over<ipv4, ipv6>>                  ("ob.c.a"));
static_assert(row<datagram, over<local>>                       ("ob.cpa"));
static_assert(row<datagram, over<netlink>>                     ("......"));
static_assert(row<seqpacket, over<local>>                      ("oblcpa"));
static_assert(row<seqpacket, over<ipv4, ipv6, netlink>>        ("......"));
static_assert(row<raw, over<ipv4, ipv6, local, netlink>>       ("......"));  // which protocol's packets?
// A user's.                                                     oblcpa
static_assert(row<ospf, over<ipv4, ipv6>>                      ("ob.c.a"));
static_assert(row<ospf, over<local, netlink>>                  ("......"));
static_assert(row<mptcp, over<ipv4, ipv6>>                     ("oblc.a"));
static_assert(row<mptcp, over<local, netlink>>                 ("......"));
static_assert(row<netlink_messages, over<netlink>>             ("ob.c.a"));
static_assert(row<netlink_messages, over<ipv4, ipv6, local>>   ("......"));
static_assert(row<stranger, over<ipv4>>                        ("ob.c.a"));
static_assert(row<stranger, over<ipv6, local, netlink>>        ("......"));
static_assert(row<support::masked<tcp>, over<ipv4, ipv6>>      ("oblc.a"));
static_assert(row<support::masked<tcp>, over<local, netlink>>  ("......"));
// Of either version: what both have alike, and nothing without an endpoint. oblcpa
static_assert(row<tcp, over<any_ip>>                           (".blc.a"));
static_assert(row<stream, over<any_ip>>                        (".blc.a"));
static_assert(row<mptcp, over<any_ip>>                         (".blc.a"));
static_assert(row<udp, over<any_ip>>                           (".b.c.a"));
static_assert(row<datagram, over<any_ip>>                      (".b.c.a"));
static_assert(row<support::masked<tcp>, over<any_ip>>          (".blc.a"));
static_assert(row<seqpacket, over<any_ip>>                     ("......"));
static_assert(row<icmp, over<any_ip>>                          ("......"));
static_assert(row<icmp_echo, over<any_ip>>                     ("......"));
static_assert(row<raw, over<any_ip>>                           ("......"));
static_assert(row<raw_ip<89>, over<any_ip>>                    ("......"));
static_assert(row<ospf, over<any_ip>>                          ("......"));
static_assert(row<netlink_messages, over<any_ip>>              ("......"));
static_assert(row<stranger, over<any_ip>>                      ("......"));
// clang-format on

// The list that the matrix goes through is the whole of it.
template <class... Protocols>
struct protocols {
    static constexpr int legal_over_some =
        ((tenon::runs_over<Protocols, ipv4> + tenon::runs_over<Protocols, ipv6> + tenon::runs_over<Protocols, local> +
          tenon::runs_over<Protocols, netlink> + tenon::runs_over<Protocols, any_ip>)+...);
};
using known =
    protocols<stream, datagram, seqpacket, raw, tcp, udp, icmp, icmp_echo, raw_ip<89>, ospf, mptcp, stranger, netlink_messages>;
template <class... Pairs>
consteval bool all_legal(support::pair_list<Pairs...>) {
    return (tenon::runs_over<typename Pairs::protocol, typename Pairs::family> && ...);
}
static_assert(all_legal(support::legal_pairs()) && known::legal_over_some == support::legal_pairs::size);

// What follows the endpoint in a verb.
namespace options = tenon::options;
template <class... Tail>
concept opens_tcp = requires(const Tail&... tail) { tenon::open<tcp, ipv4>(tail...); };
template <class... Tail>
concept listens = requires(const ipv4::endpoint& there, const Tail&... tail) { tenon::listen<tcp>(there, tail...); };
template <class... Tail>
concept connects = requires(const ipv4::endpoint& there, const Tail&... tail) { tenon::connect<tcp>(there, tail...); };
template <class... Tail>
concept binds_udp = requires(const ipv4::endpoint& there, const Tail&... tail) { tenon::bind<udp>(there, tail...); };
template <class... Tail>
concept pairs_up = requires(const Tail&... tail) { tenon::connected_pair<stream, local>(tail...); };

static_assert(opens_tcp<options::no_delay, options::linger> && !opens_tcp<tenon::backlog> && !opens_tcp<options::error>);
static_assert(listens<tenon::backlog, options::no_delay> && listens<options::no_delay, tenon::backlog> && !listens<int>);
static_assert(!listens<options::v6_only> && !listens<options::broadcast>);
static_assert(connects<options::no_delay> && !connects<tenon::backlog> && !connects<options::header_included>);
static_assert(binds_udp<options::broadcast> && !binds_udp<options::no_delay>);
static_assert(pairs_up<options::receive_buffer_size> && !pairs_up<options::reuse_address> && !pairs_up<options::error>);

}  // namespace
}  // namespace truth
