// SPDX-License-Identifier: BSL-1.0

// The truth table of limits: a row a driver and a state; a column an operation, and whether it takes one.

#include <array>

#include <support/counting.hpp>
#include <support/drivers.hpp>
#include <support/probes.hpp>

#include "compare.hpp"

namespace truth {
namespace {

using tenon::bound, tenon::connected, tenon::connecting, tenon::connecting_bound, tenon::listening, tenon::opened,
    tenon::receiving, tenon::sending;
using tenon::datagram, tenon::seqpacket, tenon::stream;
using tenon::icmp, tenon::icmp_echo, tenon::tcp, tenon::udp;
using tenon::ipv4, tenon::ipv6, tenon::unix_domain;
using tenon::within;

// What waits.
template <class Socket, class... Limits>
concept connects_within = requires(Socket socket, const typename Socket::endpoint_type& to, const Limits&... bounds) {
    std::move(socket).connect(to, bounds...);
};
template <class Socket, class... Limits>
concept finishes_within = requires(Socket socket, const Limits&... bounds) { std::move(socket).finish(bounds...); };
template <class Socket, class... Limits>
concept accepts_within = requires(Socket socket, const Limits&... bounds) {
    socket.accept(bounds...);
    socket.accept_from(bounds...);
};
template <class Socket, class... Limits>
concept sends_within =
    requires(Socket socket, tenon::const_bytes data, const support::two_to_send& both, const Limits&... bounds) {
        socket.send(data, bounds...);
        socket.send(both, bounds...);
    };
template <class Socket, class... Limits>
concept sends_all_within =
    requires(Socket socket, tenon::const_bytes data, const support::two_to_send& both, tenon::unsent<>& rest,
             tenon::unsent<support::two_to_send>& rest_of_both, const Limits&... bounds) {
        socket.send_all(data, bounds...);
        socket.send_all(both, bounds...);
        socket.send_all(rest, bounds...);
        socket.send_all(rest_of_both, bounds...);
    };
template <class Socket, class... Limits>
concept receives_within =
    requires(Socket socket, tenon::mutable_bytes buffer, const support::two_to_fill& both, const Limits&... bounds) {
        socket.receive(buffer, bounds...);
        socket.receive(both, bounds...);
        socket.peek(buffer, bounds...);
        socket.peek(both, bounds...);
    };
template <class Socket, class... Limits>
concept receives_exactly_within = requires(Socket socket, tenon::mutable_bytes buffer, const support::two_to_fill& both,
                                           tenon::unfilled<>& rest, const Limits&... bounds) {
    socket.receive_exactly(buffer, bounds...);
    socket.receive_exactly(both, bounds...);
    socket.receive_exactly(rest, bounds...);
};
template <class Socket, class... Limits>
concept sends_to_within = requires(Socket socket, tenon::const_bytes data, const support::two_to_send& both,
                                   const typename Socket::endpoint_type& to, const Limits&... bounds) {
    socket.send_to(data, to, bounds...);
    socket.send_to(both, to, bounds...);
};
template <class Socket, class... Limits>
concept receives_from_within =
    requires(Socket socket, tenon::mutable_bytes buffer, const support::two_to_fill& both, const Limits&... bounds) {
        socket.receive_from(buffer, bounds...);
        socket.receive_from(both, bounds...);
    };
template <class Socket, class... Limits>
concept sends_urgent_within = requires(Socket socket, const Limits&... bounds) { socket.send_urgent(std::byte(), bounds...); };
template <class Socket, class... Limits>
concept performs_within =
    requires(Socket socket, const Limits&... bounds) { socket.perform(tenon::archetype::operation(), bounds...); };

/// What does not wait takes none, under whichever driver.
template <class Socket, class Limit>
concept some_that_never_waits_takes =
    requires(Socket socket, const typename Socket::endpoint_type& there, const Limit& bound) {
        std::move(socket).bind(there, bound);
    } || requires(Socket socket, const Limit& bound) { std::move(socket).listen(5, bound); } ||
    requires(Socket socket, const Limit& bound) { std::move(socket).listen(bound); } ||
    requires(Socket socket, const Limit& bound) { std::move(socket).disconnect(bound); } ||
    requires(Socket socket, const Limit& bound) { std::move(socket).shutdown_send(bound); } ||
    requires(Socket socket, const Limit& bound) { std::move(socket).split(bound); } ||
    requires(Socket socket, const Limit& bound) { socket.receive_urgent(bound); } ||
    requires(Socket socket, const Limit& bound) { socket.shutdown(bound); } ||
    requires(Socket socket, const Limit& bound) { socket.close(bound); } ||
    requires(Socket socket, const Limit& bound) { socket.local_endpoint(bound); } ||
    requires(Socket socket, const Limit& bound) { socket.set(tenon::options::receive_buffer_size(1), bound); };

// c connect  F finish  a accept  s send  S send_all  r receive  R receive_exactly  t send_to  f receive_from  u send_urgent
// p perform
constexpr std::string_view letters = "c F a sS rR tf u p";
template <class Socket, class... Limits>
inline constexpr std::array<bool, 11> taken{
    connects_within<Socket, Limits...>,         finishes_within<Socket, Limits...>,
    accepts_within<Socket, Limits...>,          sends_within<Socket, Limits...>,
    sends_all_within<Socket, Limits...>,        receives_within<Socket, Limits...>,
    receives_exactly_within<Socket, Limits...>, sends_to_within<Socket, Limits...>,
    receives_from_within<Socket, Limits...>,    sends_urgent_within<Socket, Limits...>,
    performs_within<Socket, Limits...>,
};

template <class Driver, class Protocol, class Family, class State>
consteval bool row(std::string_view with_limits, std::string_view without = {}) {
    using socket = tenon::basic_socket<Protocol, Family, State, Driver>;
    static_assert(!some_that_never_waits_takes<socket, within> && !some_that_never_waits_takes<socket, tenon::stop_token>);
    // Of each kind, and as many as fit; one more is too many.
    using tenon::stop_token, tenon::until;
    static_assert(taken<socket, within> == taken<socket, until> && taken<socket, within> == taken<socket, stop_token> &&
                  taken<socket, within> == taken<socket, within, until, stop_token, stop_token>);
    static_assert(taken<socket, within, until, stop_token, stop_token, within> == std::array<bool, 11>{});
    static_assert(taken<socket, int> == std::array<bool, 11>{});
    static_cast<void>(compare(with_limits, letters, taken<socket, within>));
    static_cast<void>(compare(without.empty() ? with_limits : without, letters, taken<socket>));
    return true;
}

// clang-format off
using tenon::blocking, tenon::nonblocking, support::postponing, support::counting;
//                                                                c F a sS rR tf u p
static_assert(row<blocking, tcp, ipv4, opened>                  ("c . . .. .. .. . p"));
static_assert(row<blocking, tcp, ipv6, bound>                   ("c . . .. .. .. . p"));
static_assert(row<blocking, tcp, ipv4, connecting>              ("c F . .. .. .. . p"));
static_assert(row<blocking, tcp, ipv4, connecting_bound>        ("c F . .. .. .. . p"));
static_assert(row<blocking, tcp, ipv4, listening>               (". . a .. .. .. . p"));
static_assert(row<blocking, tcp, ipv4, connected>               (". . . sS rR .. u p"));
static_assert(row<blocking, stream, unix_domain, sending>             (". . . sS .. .. . p"));
static_assert(row<blocking, stream, unix_domain, receiving>           (". . . .. rR .. . p"));
static_assert(row<blocking, seqpacket, unix_domain, connected>        (". . . s. r. .. . p"));
static_assert(row<blocking, udp, ipv4, opened>                  ("c . . .. .. t. . p"));
static_assert(row<blocking, udp, ipv6, bound>                   ("c . . .. .. tf . p"));
static_assert(row<blocking, datagram, unix_domain, connected>         (". . . s. r. .. . p"));
static_assert(row<postponing, tcp, ipv4, opened>                ("c . . .. .. .. . p"));
static_assert(row<postponing, tcp, ipv4, listening>             (". . a .. .. .. . p"));
static_assert(row<postponing, tcp, ipv4, connected>             (". . . sS rR .. u p"));
static_assert(row<postponing, udp, ipv4, bound>                 ("c . . .. .. tf . p"));

// Nothing waits, or the driver has nothing to wait with: none is taken. The second row is what there is without limits.
static_assert(row<nonblocking, tcp, ipv4, opened>               (". . . .. .. .. . .", "c . . .. .. .. . p"));
static_assert(row<nonblocking, tcp, ipv4, connecting>           (". . . .. .. .. . .", "c F . .. .. .. . p"));
static_assert(row<nonblocking, tcp, ipv4, listening>            (". . . .. .. .. . .", ". . a .. .. .. . p"));
static_assert(row<nonblocking, tcp, ipv4, connected>            (". . . .. .. .. . .", ". . . s. r. .. u p"));
static_assert(row<nonblocking, udp, ipv4, bound>                (". . . .. .. .. . .", "c . . .. .. tf . p"));
static_assert(row<counting, tcp, ipv4, connected>               (". . . .. .. .. . .", ". . . sS rR .. u p"));
// clang-format on

// The verb, and what may stand among its options.
template <class Driver, class... Arguments>
concept verb_connects = requires(const Driver& driver, const ipv4::endpoint& to, const Arguments&... arguments) {
    tenon::connect<tcp>(driver, to, arguments...);
};
using no_delay = tenon::options::no_delay;
static_assert(verb_connects<blocking, within> && verb_connects<blocking, within, no_delay, tenon::until, tenon::stop_token>);
static_assert(verb_connects<postponing, no_delay, within> && verb_connects<nonblocking, no_delay>);
static_assert(!verb_connects<nonblocking, within> && !verb_connects<counting, within>);
static_assert(verb_connects<blocking, within, no_delay, within, no_delay, within, no_delay, within> &&
              !verb_connects<blocking, within, no_delay, within, no_delay, within, within, within>);
static_assert(!verb_connects<blocking, int>);

// What can be waited for among others.
template <class Event, class... Arguments>
concept waited_for = requires(const Event& event, const Arguments&... arguments) { tenon::wait_any(event, arguments...); };
template <class Protocol, class State, class Family = ipv4, class Driver = blocking>
using socket = tenon::basic_socket<Protocol, Family, State, Driver>;
using tenon::readable_t, tenon::writable_t;
static_assert(waited_for<readable_t, socket<tcp, listening>> && !waited_for<writable_t, socket<tcp, listening>>);
static_assert(waited_for<readable_t, socket<tcp, connected>> && waited_for<writable_t, socket<tcp, connected>>);
static_assert(!waited_for<readable_t, socket<tcp, sending>> && waited_for<writable_t, socket<tcp, sending>>);
static_assert(waited_for<readable_t, socket<tcp, receiving>> && !waited_for<writable_t, socket<tcp, receiving>>);
static_assert(!waited_for<writable_t, socket<tcp, opened>> && !waited_for<writable_t, socket<tcp, bound>> &&
              !waited_for<writable_t, socket<udp, connecting>>);
static_assert(!waited_for<readable_t, socket<tcp, opened>> && !waited_for<readable_t, socket<tcp, bound>>);
static_assert(!waited_for<readable_t, socket<tcp, connecting>> && waited_for<writable_t, socket<tcp, connecting>>);
static_assert(waited_for<writable_t, socket<tcp, connecting_bound, ipv6, nonblocking>>);
static_assert(!waited_for<readable_t, socket<udp, opened>> && waited_for<writable_t, socket<udp, opened>>);
static_assert(waited_for<readable_t, socket<udp, bound>> && waited_for<writable_t, socket<udp, bound>>);
static_assert(waited_for<readable_t, socket<icmp, opened>> && !waited_for<readable_t, socket<icmp_echo, opened>>);
static_assert(waited_for<readable_t, socket<tcp, listening>, socket<udp, bound, ipv6>, within, socket<tcp, connected>>);
static_assert(waited_for<readable_t, within, socket<tcp, listening>, tenon::stop_token, tenon::until, within> &&
              !waited_for<readable_t, within, socket<tcp, listening>, tenon::stop_token, tenon::until, within, within>);
static_assert(!waited_for<readable_t> && !waited_for<readable_t, within> && !waited_for<readable_t, int> &&
              !waited_for<readable_t, socket<tcp, listening>, int> && !waited_for<socket<tcp, listening>>);

}  // namespace
}  // namespace truth
