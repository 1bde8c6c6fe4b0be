// SPDX-License-Identifier: BSL-1.0

// The truth table of limits. A row is a socket with a driver and a state; a column is an operation,
// and states whether the operation takes limits.

#include <array>

#include <support/counting.hpp>
#include <support/drivers.hpp>
#include <support/layers.hpp>
#include <support/probes.hpp>

#include "compare.hpp"

namespace truth {
namespace {

using tenon::bound, tenon::connected, tenon::connecting, tenon::connecting_bound, tenon::listening,
    tenon::opened, tenon::receiving, tenon::sending;
using tenon::datagram, tenon::seqpacket, tenon::stream;
using tenon::icmp, tenon::icmp_echo, tenon::tcp, tenon::udp;
using tenon::ipv4, tenon::ipv6, tenon::unix_domain;
using tenon::within;

// The operations that can wait.
template <class Socket, class... Limits>
concept connects_within =
    requires(Socket socket, const typename Socket::endpoint_type& to, const Limits&... limits) {
        std::move(socket).connect(to, limits...);
    };
template <class Socket, class... Limits>
concept finishes_within =
    requires(Socket socket, const Limits&... limits) { std::move(socket).finish(limits...); };
template <class Socket, class... Limits>
concept accepts_within = requires(Socket socket, const Limits&... limits) {
    socket.accept(limits...);
    socket.accept_from(limits...);
};
template <class Socket, class... Limits>
concept sends_within = requires(Socket socket, tenon::const_bytes data,
                                const support::two_to_send& both, const Limits&... limits) {
    socket.send(data, limits...);
    socket.send(both, limits...);
};
template <class Socket, class... Limits>
concept sends_all_within = requires(
    Socket socket, tenon::const_bytes data, const support::two_to_send& both, tenon::unsent<>& rest,
    tenon::unsent<support::two_to_send>& rest_of_both, const Limits&... limits) {
    socket.send_all(data, limits...);
    socket.send_all(both, limits...);
    socket.send_all(rest, limits...);
    socket.send_all(rest_of_both, limits...);
};
template <class Socket, class... Limits>
concept receives_within = requires(Socket socket, tenon::mutable_bytes buffer,
                                   const support::two_to_fill& both, const Limits&... limits) {
    socket.receive(buffer, limits...);
    socket.receive(both, limits...);
    socket.peek(buffer, limits...);
    socket.peek(both, limits...);
};
template <class Socket, class... Limits>
concept receives_exactly_within =
    requires(Socket socket, tenon::mutable_bytes buffer, const support::two_to_fill& both,
             tenon::unfilled<>& rest, const Limits&... limits) {
        socket.receive_exactly(buffer, limits...);
        socket.receive_exactly(both, limits...);
        socket.receive_exactly(rest, limits...);
    };
template <class Socket, class... Limits>
concept sends_to_within =
    requires(Socket socket, tenon::const_bytes data, const support::two_to_send& both,
             const typename Socket::endpoint_type& to, const Limits&... limits) {
        socket.send_to(data, to, limits...);
        socket.send_to(both, to, limits...);
    };
template <class Socket, class... Limits>
concept receives_from_within = requires(Socket socket, tenon::mutable_bytes buffer,
                                        const support::two_to_fill& both, const Limits&... limits) {
    socket.receive_from(buffer, limits...);
    socket.receive_from(both, limits...);
};
template <class Socket, class... Limits>
concept sends_urgent_within = requires(Socket socket, const Limits&... limits) {
    socket.send_urgent(std::byte(), limits...);
};
template <class Socket, class... Limits>
concept performs_within = requires(Socket socket, const Limits&... limits) {
    socket.perform(tenon::archetype::operation(), limits...);
};

/// Whether an operation that never waits takes a limit. No such operation does, under any driver.
template <class Socket, class Limit>
concept never_waiting_operation_takes =
    requires(Socket socket, const typename Socket::endpoint_type& endpoint, const Limit& limit) {
        std::move(socket).bind(endpoint, limit);
    } || requires(Socket socket, const Limit& limit) { std::move(socket).listen(5, limit); } ||
    requires(Socket socket, const Limit& limit) { std::move(socket).listen(limit); } ||
    requires(Socket socket, const Limit& limit) { std::move(socket).disconnect(limit); } ||
    requires(Socket socket, const Limit& limit) { std::move(socket).shutdown_send(limit); } ||
    requires(Socket socket, const Limit& limit) { std::move(socket).split(limit); } ||
    requires(Socket socket, const Limit& limit) { socket.receive_urgent(limit); } ||
    requires(Socket socket, const Limit& limit) { socket.shutdown(limit); } ||
    requires(Socket socket, const Limit& limit) { socket.close(limit); } ||
    requires(Socket socket, const Limit& limit) { socket.local_endpoint(limit); } ||
    requires(Socket socket, const Limit& limit) {
        socket.set(tenon::options::receive_buffer_size(1), limit);
    };

// c connect  F finish  a accept  s send  S send_all  r receive  R receive_exactly  t send_to  f
// receive_from  u send_urgent p perform
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
    static_assert(!never_waiting_operation_takes<socket, within> &&
                  !never_waiting_operation_takes<socket, tenon::stop_token>);
    // Limits of each type, and the largest number of limits; one more is refused.
    using tenon::stop_token, tenon::until;
    static_assert(taken<socket, within> == taken<socket, until> &&
                  taken<socket, within> == taken<socket, stop_token> &&
                  taken<socket, within> == taken<socket, within, until, stop_token, stop_token>);
    static_assert(taken<socket, within, until, stop_token, stop_token, within> ==
                  std::array<bool, 11>{});
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
static_assert(row<blocking, tcp, ipv4, tenon::handshaking>      (". . . .. .. .. . p"));
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

// The driver does not wait, or cannot wait: no operation takes limits. The second row has the
// operations without limits.
static_assert(row<nonblocking, tcp, ipv4, opened>               (". . . .. .. .. . .", "c . . .. .. .. . p"));
static_assert(row<nonblocking, tcp, ipv4, connecting>           (". . . .. .. .. . .", "c F . .. .. .. . p"));
static_assert(row<nonblocking, tcp, ipv4, listening>            (". . . .. .. .. . .", ". . a .. .. .. . p"));
static_assert(row<nonblocking, tcp, ipv4, connected>            (". . . .. .. .. . .", ". . . s. r. .. u p"));
static_assert(row<nonblocking, udp, ipv4, bound>                (". . . .. .. .. . .", "c . . .. .. tf . p"));
static_assert(row<counting, tcp, ipv4, connected>               (". . . .. .. .. . .", ". . . sS rR .. u p"));
// clang-format on

// The operations that layers change or add, and that can wait. Without layers, shutdown_send and
// close do not wait.
template <class Socket, class... Limits>
concept handshakes_within =
    requires(Socket socket, const Limits&... limits) { std::move(socket).handshake(limits...); };
template <class Socket, class... Limits>
concept shuts_down_within = requires(Socket socket, const Limits&... limits) {
    std::move(socket).shutdown_send(limits...);
};
template <class Socket, class... Limits>
concept closes_within =
    requires(Socket socket, const Limits&... limits) { socket.close(limits...); };
template <class Socket, class... Limits>
concept flushes_within =
    requires(Socket socket, const Limits&... limits) { socket.flush(limits...); };
template <class Socket, class... Limits>
concept receives_lent_within =
    requires(Socket socket, const Limits&... limits) { socket.receive(limits...); };
template <class Socket, class... Limits>
concept waits_readable_within =
    requires(Socket socket, const Limits&... limits) { socket.readable(limits...); };

// h handshake  > shutdown_send  x close  g flush  n receive without a buffer  q readable
constexpr std::string_view letters_of_layers = "h >x gnq";
template <class Socket, class... Limits>
inline constexpr std::array<bool, 6> taken_by_layers{
    handshakes_within<Socket, Limits...>,    shuts_down_within<Socket, Limits...>,
    closes_within<Socket, Limits...>,        flushes_within<Socket, Limits...>,
    receives_lent_within<Socket, Limits...>, waits_readable_within<Socket, Limits...>,
};
template <class Driver, class Protocol, class State>
consteval bool row_of_layers(std::string_view with_limits, std::string_view without) {
    using socket = tenon::basic_socket<Protocol, ipv4, State, Driver>;
    using tenon::stop_token, tenon::until;
    static_assert(taken_by_layers<socket, within> == taken_by_layers<socket, stop_token> &&
                  taken_by_layers<socket, within> ==
                      taken_by_layers<socket, within, until, stop_token, stop_token>);
    static_assert(taken_by_layers<socket, within, until, stop_token, stop_token, within> ==
                  std::array<bool, 6>{});
    static_cast<void>(compare(with_limits, letters_of_layers, taken_by_layers<socket, within>));
    static_cast<void>(compare(without, letters_of_layers, taken_by_layers<socket>));
    return true;
}

// clang-format off
using tenon::handshaking;
using tallied_tcp = support::tallied<tcp>;
using greeted_tcp = support::greeted<tcp>;
using recorded_tcp = support::recorded<tcp>;
using sealed_udp = support::sealed<udp>;
//                                                                with limits   without
static_assert(row_of_layers<blocking, tcp, connected>           (". .. ..q",  ". >x ..q"));
static_assert(row_of_layers<blocking, tallied_tcp, listening>   (". .. ...",  ". .x ..."));
static_assert(row_of_layers<blocking, greeted_tcp, handshaking> ("h .. ...",  "h .x ..."));
static_assert(row_of_layers<blocking, tallied_tcp, connected>   (". >x g.q",  ". >x g.q"));
static_assert(row_of_layers<blocking, tallied_tcp, sending>     (". .x g..",  ". .x g.."));
static_assert(row_of_layers<blocking, tallied_tcp, receiving>   (". .. ..q",  ". .x ..q"));
static_assert(row_of_layers<blocking, recorded_tcp, connected>  (". >x gnq",  ". >x gnq"));
static_assert(row_of_layers<blocking, recorded_tcp, receiving>  (". .. .nq",  ". .x .nq"));
static_assert(row_of_layers<blocking, sealed_udp, connected>    (". .x g.q",  ". .x g.q"));
static_assert(row_of_layers<postponing, greeted_tcp, handshaking>("h .. ...", "h .x ..."));
static_assert(row_of_layers<postponing, recorded_tcp, connected>(". >x gnq",  ". >x gnq"));
static_assert(row_of_layers<nonblocking, greeted_tcp, handshaking>(". .. ...", "h .x ..."));
static_assert(row_of_layers<nonblocking, recorded_tcp, connected>(". .. ...", ". >x gnq"));
// clang-format on

// The verb connect: limits and options in any order.
template <class Driver, class... Arguments>
concept verb_connects =
    requires(const Driver& driver, const ipv4::endpoint& to, const Arguments&... arguments) {
        tenon::connect<tcp>(driver, to, arguments...);
    };
using no_delay = tenon::options::no_delay;
static_assert(verb_connects<blocking, within> &&
              verb_connects<blocking, within, no_delay, tenon::until, tenon::stop_token>);
static_assert(verb_connects<postponing, no_delay, within> && verb_connects<nonblocking, no_delay>);
static_assert(!verb_connects<nonblocking, within> && !verb_connects<counting, within>);
static_assert(
    verb_connects<blocking, within, no_delay, within, no_delay, within, no_delay, within> &&
    !verb_connects<blocking, within, no_delay, within, no_delay, within, within, within>);
static_assert(!verb_connects<blocking, int>);

// The arguments of wait_any.
template <class Event, class... Arguments>
concept wait_any_takes = requires(const Event& event, const Arguments&... arguments) {
    tenon::wait_any(event, arguments...);
};
template <class Protocol, class State, class Family = ipv4, class Driver = blocking>
using socket = tenon::basic_socket<Protocol, Family, State, Driver>;
using tenon::readable_t, tenon::writable_t;
static_assert(wait_any_takes<readable_t, socket<tcp, listening>> &&
              !wait_any_takes<writable_t, socket<tcp, listening>>);
static_assert(wait_any_takes<readable_t, socket<tcp, connected>> &&
              wait_any_takes<writable_t, socket<tcp, connected>>);
static_assert(!wait_any_takes<readable_t, socket<tcp, sending>> &&
              wait_any_takes<writable_t, socket<tcp, sending>>);
static_assert(wait_any_takes<readable_t, socket<tcp, receiving>> &&
              !wait_any_takes<writable_t, socket<tcp, receiving>>);
static_assert(!wait_any_takes<writable_t, socket<tcp, opened>> &&
              !wait_any_takes<writable_t, socket<tcp, bound>> &&
              !wait_any_takes<writable_t, socket<udp, connecting>>);
static_assert(!wait_any_takes<readable_t, socket<tcp, opened>> &&
              !wait_any_takes<readable_t, socket<tcp, bound>>);
static_assert(!wait_any_takes<readable_t, socket<tcp, connecting>> &&
              wait_any_takes<writable_t, socket<tcp, connecting>>);
static_assert(wait_any_takes<writable_t, socket<tcp, connecting_bound, ipv6, nonblocking>>);
static_assert(!wait_any_takes<readable_t, socket<udp, opened>> &&
              wait_any_takes<writable_t, socket<udp, opened>>);
static_assert(wait_any_takes<readable_t, socket<udp, bound>> &&
              wait_any_takes<writable_t, socket<udp, bound>>);
static_assert(wait_any_takes<readable_t, socket<icmp, opened>> &&
              !wait_any_takes<readable_t, socket<icmp_echo, opened>>);
static_assert(wait_any_takes<readable_t, socket<tcp, listening>, socket<udp, bound, ipv6>, within,
                             socket<tcp, connected>>);
static_assert(wait_any_takes<readable_t, within, socket<tcp, listening>, tenon::stop_token,
                             tenon::until, within> &&
              !wait_any_takes<readable_t, within, socket<tcp, listening>, tenon::stop_token,
                              tenon::until, within, within>);
static_assert(!wait_any_takes<readable_t> && !wait_any_takes<readable_t, within> &&
              !wait_any_takes<readable_t, int> &&
              !wait_any_takes<readable_t, socket<tcp, listening>, int> &&
              !wait_any_takes<socket<tcp, listening>>);

}  // namespace
}  // namespace truth
