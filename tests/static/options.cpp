// SPDX-License-Identifier: BSL-1.0

// The truth table of options: a row a protocol and a family, a column an option.

#include <concepts>

#include "table.hpp"

namespace truth {
namespace {

namespace options = tenon::options;

// A reuse_address  R receive_buffer_size  E error  N no_delay      H header_included  V v6_only
// B broadcast      S send_buffer_size     L linger  T time_to_live  U unicast_hops
// The capital: it can be set and read; the small letter: only read.
constexpr std::string_view settable_letters = "ABRSELNTHUV";
constexpr std::string_view readable_letters = "abrselnthuv";

template <class Socket, class Option>
concept can_set = requires(Socket socket, const Option& option) {
    { socket.set(option) } -> std::same_as<tenon::result<void>>;
};
template <class Socket, class Option>
concept can_get = requires(const Socket socket, const Option& option) {
    { socket.get(option) } -> std::same_as<tenon::result<typename Option::value_type>>;
    { socket.template get<Option>() } -> std::same_as<tenon::result<typename Option::value_type>>;
};

template <class Socket, class... Options>
struct options_of {
    static constexpr std::array<bool, sizeof...(Options)> settable{can_set<Socket, Options>...};
    static constexpr std::array<bool, sizeof...(Options)> readable{can_get<Socket, Options>...};
};
template <class Socket>
using existing = options_of<Socket, options::reuse_address, options::broadcast, options::receive_buffer_size,
                            options::send_buffer_size, options::error, options::linger, options::no_delay,
                            options::time_to_live, options::header_included, options::unicast_hops, options::v6_only>;

template <class Socket>
consteval bool is(std::string_view words) {
    char settable[16] = {};
    char readable[16] = {};
    for (std::size_t column = 0; column != words.size(); ++column) {
        const char letter = words[column];
        settable[column] = letter == settable_letters[column] ? letter : '.';
        readable[column] = letter == settable_letters[column] ? readable_letters[column] : letter;
    }
    return same(settable, settable_letters, existing<Socket>::settable) &&
           same(readable, readable_letters, existing<Socket>::readable);
}

template <class Protocol, class Families, class... States>
struct row;
template <class Protocol, class... Families, class... States>
struct row<Protocol, over<Families...>, States...> {
    template <class Family>
    static consteval bool over_one(std::string_view words) {
        return (is<tenon::basic_socket<Protocol, Family, States, tenon::blocking>>(words) && ...);
    }
    consteval row(std::string_view words) { static_cast<void>((over_one<Families>(words) && ...)); }
    consteval operator bool() const { return true; }
};
template <class Protocol, class... Families>
using in_all = row<Protocol, over<Families...>, opened, bound, listening, connected, sending, receiving, handshaking>;
template <class Protocol, class... Families>
using unbound = row<Protocol, over<Families...>, opened>;
template <class Protocol, class... Families>
using later = row<Protocol, over<Families...>, bound, listening, connected, sending, receiving, handshaking>;

// clang-format off
//                                               ABRSELNTHUV
static_assert(in_all<tcp, ipv4>                ("A.RSeLNT..."));
static_assert(unbound<tcp, ipv6>               ("A.RSeLN..UV"));
static_assert(later<tcp, ipv6>                 ("A.RSeLN..Uv"));
static_assert(in_all<stream, ipv4>             ("A.RSeLNT..."));
static_assert(unbound<stream, ipv6>            ("A.RSeLN..UV"));
static_assert(later<stream, ipv6>              ("A.RSeLN..Uv"));
static_assert(in_all<stream, local>            ("..RSeL....."));
static_assert(in_all<mptcp, ipv4>              ("A.RSeL.T..."));
static_assert(unbound<mptcp, ipv6>             ("A.RSeL...UV"));
static_assert(later<mptcp, ipv6>               ("A.RSeL...Uv"));
static_assert(in_all<seqpacket, local>         ("..RSeL....."));
//                                               ABRSELNTHUV
static_assert(in_all<udp, ipv4>                ("ABRSe..T..."));
static_assert(unbound<udp, ipv6>               ("A.RSe....UV"));
static_assert(later<udp, ipv6>                 ("A.RSe....Uv"));
static_assert(in_all<datagram, ipv4>           ("ABRSe..T..."));
static_assert(unbound<datagram, ipv6>          ("A.RSe....UV"));
static_assert(later<datagram, ipv6>            ("A.RSe....Uv"));
static_assert(in_all<datagram, local>          ("..RSe......"));
static_assert(in_all<icmp_echo, ipv4>          ("ABRSe..T..."));
static_assert(unbound<icmp_echo, ipv6>         ("A.RSe....UV"));
static_assert(later<icmp_echo, ipv6>           ("A.RSe....Uv"));
static_assert(in_all<netlink_messages, netlink>("..RSe......"));
static_assert(in_all<stranger, ipv4>           ("ABRSe..T..."));
//                                               ABRSELNTHUV
static_assert(in_all<icmp, ipv4>               ("ABRSe..TH.."));
static_assert(in_all<icmp, ipv6>               ("A.RSe....U."));
static_assert(in_all<raw_ip<89>, ipv4>         ("ABRSe..TH.."));
static_assert(in_all<raw_ip<89>, ipv6>         ("A.RSe....U."));
static_assert(in_all<ospf, ipv4>               ("ABRSe..TH.."));
static_assert(in_all<ospf, ipv6>               ("A.RSe....U."));
// Of either version: what both have.            ABRSELNTHUV
static_assert(in_all<tcp, any_ip>              ("A.RSeLN...."));
static_assert(in_all<stream, any_ip>           ("A.RSeLN...."));
static_assert(in_all<udp, any_ip>              ("A.RSe......"));
static_assert(in_all<datagram, any_ip>         ("A.RSe......"));
// clang-format on

// What is no option is refused, and so is the value without its name.
using connection = tenon::connection<tcp, ipv4>;
static_assert(!can_set<connection, tenon::backlog> && !can_set<connection, bool> && !can_set<connection, int>);

/// An option of a user's own, in one line, and one that can only be set.
struct keep_alive : tenon::option<bool, SOL_SOCKET, SO_KEEPALIVE, tenon::on_tcp> {
    using option::option;
};
struct secret : keep_alive {
    using keep_alive::keep_alive;
    static constexpr bool set_only = true;
};
static_assert(can_set<connection, keep_alive> && can_get<connection, keep_alive>);
static_assert(can_set<connection, secret> && !can_get<connection, secret>);
static_assert(!can_set<tenon::connection<udp, ipv4>, keep_alive>);

// A wait of 95 years, and one of as many before, whatever the system counts seconds in.
constexpr auto encoded_wait(long long microseconds) {
    return tenon::options::receive_timeout(tenon::options::longest_wait(microseconds)).encode().tv_sec;
}
static_assert(encoded_wait(3'000'000'000'000'000) >= 0x7FFFFFFF && encoded_wait(-3'000'000'000'000'000) <= -0x7FFFFFFF);

}  // namespace
}  // namespace truth
