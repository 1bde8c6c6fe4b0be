// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <unistd.h>

#include <chrono>
#include <string>

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/pinging.hpp"
#include "queries.hpp"
#include "sending.hpp"
#include "trial.hpp"
#include "verbs.hpp"

namespace faults {

// A raw socket receives all packets of its protocol, its own included. A socket of icmp_echo that
// sends to the loopback address receives the replies. So each scenario needs only one socket.

/// Returns the bytes that must precede a text: for ICMPv6 the part into which the kernel writes the
/// checksum, for an echo request its header.
template <class Protocol, class Family>
[[nodiscard]] std::string prefix() {
    if constexpr (std::same_as<Protocol, tenon::icmp_echo>)
        return echo_request<Family>("");
    else if constexpr (std::same_as<Protocol, tenon::icmp> && std::same_as<Family, tenon::ipv6>)
        return std::string("h\0\0\0", 4);
    else
        return "";
}
template <class Protocol, class Family>
[[nodiscard]] std::string with_prefix(const std::string& text) {
    return prefix<Protocol, Family>() + text;
}

/// Returns the number of bytes that precede a text that is received: over IPv4 a raw socket
/// receives the IP header too.
template <class Protocol, class Family>
[[nodiscard]] std::size_t received_prefix_size() {
    constexpr bool with_ip_header =
        tenon::receives_unbound<Protocol> && std::same_as<Family, tenon::ipv4>;
    return prefix<Protocol, Family>().size() + (with_ip_header ? 20 : 0);
}

/// The kernel does not deliver an incomplete ICMP header to sockets of `icmp` over IPv4.
template <class Protocol, class Family>
inline constexpr std::size_t shortest_received =
    std::same_as<Protocol, tenon::icmp> && std::same_as<Family, tenon::ipv4> ? 8 : 0;

/// Receives the next packet, and returns its text without the bytes before it.
template <class Socket>
[[nodiscard]] std::string receive_payload(Socket& socket) {
    std::array<std::byte, 128> buffer;
    wait_until_readable(socket);
    std::string all;
    if constexpr (tenon::may_receive<typename Socket::state_type>)
        all = text_of(socket.receive(buffer).value().data);
    else
        all = text_of(socket.receive_from(buffer).value().data);
    return all.substr(
        received_prefix_size<typename Socket::protocol_type, typename Socket::family_type>());
}

/// Sends a text with the bytes that must precede it to the loopback address.
template <class Socket>
void send_payload(Socket& socket, const std::string& text) {
    using family = typename Socket::family_type;
    const std::string whole = with_prefix<typename Socket::protocol_type, family>(text);
    if constexpr (tenon::may_send<typename Socket::state_type>)
        send_text(socket, whole);
    else
        static_cast<void>(socket.send_to(whole, anywhere<family>()).value());
}

/// Returns the same socket if it can receive. Otherwise returns it in the state `bound`: the system
/// has bound it when it sent.
template <class Socket>
[[nodiscard]] decltype(auto) receiving_socket(Socket& socket) {
    using state = typename Socket::state_type;
    using protocol = typename Socket::protocol_type;
    if constexpr (tenon::can_receive_from<state, protocol> || tenon::may_receive<state>) {
        return (socket);
    } else {
        using bound = tenon::basic_socket<protocol, typename Socket::family_type, tenon::bound,
                                          typename Socket::driver_type>;
        return bound(tenon::unchecked, socket.release(), socket.driver());
    }
}

/// Whether the next packet that a socket receives is the one that it sends now.
template <class Socket>
[[nodiscard]] bool receives_own_packet(Socket& socket) {
    auto&& receiver = receiving_socket(socket);
    send_payload(receiver, "next packet");
    return receive_payload(receiver) == "next packet";
}

/// A peer with a port number, although the protocol has none: getpeername(2) reports no peer
/// without a port.
template <class Family>
[[nodiscard]] typename Family::endpoint raw_peer() {
    return typename Family::endpoint(anywhere<Family>().address(), 253);
}

template <class Protocol, class Family, class State>
[[nodiscard]] auto raw_socket(trial& t) {
    if constexpr (std::same_as<State, tenon::opened>)
        return tenon::open<Protocol, Family>(t.driver()).value();
    else if constexpr (std::same_as<State, tenon::bound>)
        return tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    else
        return tenon::connect<Protocol>(t.driver(), raw_peer<Family>()).value();
}

template <class Protocol, class Family>
void raw_verbs(trial& t, int which) {
    const auto check_socket = [&](auto socket) {
        if (!socket)
            return;
        t.check(receives_own_packet(*socket), "the socket receives its own packet");
    };
    if (which == 0)
        check_socket(t.run_with_fault(
            [&] { return tenon::open<Protocol, Family>(t.driver(), some_option); }));
    else if (which == 1)
        check_socket(t.run_with_fault(
            [&] { return tenon::bind<Protocol>(t.driver(), anywhere<Family>(), some_option); }));
    else
        check_socket(t.run_with_fault(
            [&] { return tenon::connect<Protocol>(t.driver(), raw_peer<Family>(), some_option); }));
}

template <class Protocol, class Family>
void raw_bind(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::opened>(t);
    auto next = t.run_with_fault([&] { return std::move(socket).bind(anywhere<Family>()); });
    if (!next)
        next = std::move(socket).bind(anywhere<Family>());
    t.check(next && receives_own_packet(*next), "a second call binds");
}

template <class Protocol, class Family, class State>
void raw_connect(trial& t) {
    auto socket = raw_socket<Protocol, Family, State>(t);
    auto next = t.run_with_fault([&] { return std::move(socket).connect(raw_peer<Family>()); });
    if (!next)
        next = std::move(socket).connect(raw_peer<Family>());
    t.check(next && receives_own_packet(*next), "a second call connects");
}

template <class Protocol, class Family, class State>
void raw_adopt(trial& t) {
    const auto foreign = [&] {
        if constexpr (std::same_as<State, tenon::opened>)
            return tenon::open<Protocol, Family>().value().release();
        else if constexpr (std::same_as<State, tenon::bound>)
            return tenon::bind<Protocol>(anywhere<Family>()).value().release();
        else
            return tenon::connect<Protocol>(raw_peer<Family>()).value().release();
    }();
    auto socket = t.run_with_fault(
        [&] { return tenon::adopt<Protocol, Family, State>(t.driver(), foreign); });
    if (!socket) {
        t.check(is_open(foreign), "the caller's descriptor is open");
        socket = tenon::adopt<Protocol, Family, State>(t.driver(), foreign);
    }
    t.check(socket && socket->native_handle() == foreign, "a second call adopts the descriptor");
    ledger::add(foreign);
}

/// Checks that the bytes that were counted as sent are received once.
template <class Socket>
void check_packet_sent(trial& t, Socket& socket, const tenon::result<std::size_t>& sent) {
    using protocol = typename Socket::protocol_type;
    using family = typename Socket::family_type;
    if (sent && *sent >= shortest_received<protocol, family>)
        t.check(
            receive_payload(socket) == payload.substr(0, *sent - prefix<protocol, family>().size()),
            "the packet was sent once");
}

template <class Protocol, class Family, class State>
void raw_send_to(trial& t, std::size_t count) {
    auto socket = raw_socket<Protocol, Family, State>(t);
    const std::string whole = with_prefix<Protocol, Family>(payload);
    const auto all = parts(tenon::const_bytes(whole), count);
    const auto sent = t.run_with_fault([&] { return socket.send_to(all, anywhere<Family>()); });
    auto&& receiver = receiving_socket(socket);
    check_packet_sent(t, receiver, sent);
    t.check(receives_own_packet(receiver), "nothing more was sent");
}

template <class Protocol, class Family>
void raw_send(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    const std::string whole = with_prefix<Protocol, Family>(payload);
    const auto sent = t.run_with_fault([&] { return socket.send(whole); });
    check_packet_sent(t, socket, sent);
    t.check(receives_own_packet(socket), "nothing more was sent");
}

/// Checks that the received packet is the payload, unless it was cut short.
inline void check_packet_received(trial& t, const std::string& text, std::size_t header) {
    t.check(
        t.has_short_count() || (text.size() == header + payload.size() && text.ends_with(payload)),
        "the whole packet was received");
}

template <class Protocol, class Family, class State>
void raw_receive_from(trial& t, std::size_t count) {
    auto socket = raw_socket<Protocol, Family, State>(t);
    send_payload(socket, payload);
    wait_until_readable(socket);
    std::string buffer(64, '\0');
    const auto got = t.run_with_fault(
        [&] { return socket.receive_from(parts(tenon::mutable_bytes(buffer), count)); });
    if (got) {
        t.check(got->from.address() == anywhere<Family>().address() && !got->truncated,
                "the sender is reported");
        check_packet_received(t, buffer.substr(0, got->data),
                              received_prefix_size<Protocol, Family>());
    } else {
        t.check(receive_payload(socket) == payload, "the packet is still in the queue");
    }
    t.check(receives_own_packet(socket), "nothing more was received");
}

template <class Protocol, class Family>
void raw_receive(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    send_payload(socket, payload);
    wait_until_readable(socket);
    std::array<std::byte, 64> buffer;
    const auto got = t.run_with_fault([&] { return socket.receive(buffer); });
    if (got)
        check_packet_received(t, text_of(got->data), received_prefix_size<Protocol, Family>());
    else
        t.check(receive_payload(socket) == payload, "the packet is still in the queue");
    t.check(receives_own_packet(socket), "nothing more was received");
}

template <class Protocol, class Family>
void raw_receive_waiting(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::bound>(t);
    // A duplicate with the native system sends: only the socket that sends an echo request receives
    // the reply.
    using duplicate_socket = tenon::basic_socket<Protocol, Family, tenon::bound, tenon::blocking>;
    duplicate_socket other(tenon::unchecked, ::dup(socket.native_handle()), tenon::blocking());
    make_nonblocking(socket.native_handle());
    ledger::before_poll = [&] { send_payload(other, payload); };
    std::array<std::byte, 64> buffer;
    const auto got = t.run_with_fault([&] { return socket.receive_from(buffer); });
    if (const auto action = std::exchange(ledger::before_poll, nullptr))
        action();
    if (got)
        check_packet_received(t, text_of(got->data), received_prefix_size<Protocol, Family>());
    else
        t.check(receive_payload(socket) == payload, "the packet is still in the queue");
    t.check(receives_own_packet(socket), "nothing more was received");
}

template <class Protocol, class Family>
void raw_queries(trial& t, int which) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    if (which == 0)
        retried(t, [&] { return socket.set(tenon::options::send_buffer_size{16384}); }).value();
    else if (which == 1)
        t.check(
            retried(t, [&] { return socket.get(tenon::options::send_buffer_size()); }).value() > 0,
            "the size is returned");
    else if (which == 2)
        t.check(retried(t, [&] { return socket.local_endpoint(); })->address() ==
                    anywhere<Family>().address(),
                "the local address is returned");
    else if (which == 3)
        t.check(retried(t, [&] { return socket.remote_endpoint(); })->address() ==
                    anywhere<Family>().address(),
                "the address of the peer is returned");
    else if (which == 4)
        t.check(*retried(t, [&] { return socket.available(); }) == 0, "no data is in the queue");
    else if (which == 5)
        static_cast<void>(retried(t, [&] { return socket.duplicate(); }).value());
    else
        static_cast<void>(t.run_with_fault([&] { return socket.close(); }));
    if (which == 6) {
        t.check(socket.empty(), "the descriptor is closed whatever close(2) returned");
        return;
    }
    t.check(receives_own_packet(socket), "the socket still exchanges data");
}

template <class Protocol, class Family>
void raw_disconnect(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    const auto before = socket.local_endpoint().value();
    auto free = t.run_with_fault([&] { return std::move(socket).disconnect(); });
    if (!free) {
        t.check(!socket.empty(), "the socket keeps its descriptor");
        free = std::move(socket).disconnect();
    }
    t.check(free && receives_own_packet(*free), "a second call disconnects");
    // connect(2) has chosen the local address by the route to the peer. After disconnect the socket
    // has the address that a socket without a peer has.
    const auto unbound = tenon::open<Protocol, Family>().value();
    using endpoint = typename Family::endpoint;
    const auto without_peer =
        tenon::detail::local_endpoint_of<endpoint>(unbound.system(), unbound.native_handle())
            .value();
    if (free && !t.fails(call_name::bind) && !t.fails(call_name::getsockname))
        t.check(free->local_endpoint().value() == without_peer.with_port(before.port()),
                "the port is unchanged");
}

template <class Protocol, class Family>
void raw_shut_down(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::bound>(t);
    static_cast<void>(socket.shutdown().value());
    std::array<std::byte, 64> buffer;
    const auto got = t.run_with_fault([&] { return socket.receive_from(buffer); });
    t.check(!got || (got->length == 0 && t.fails(call_name::receiving_ended)),
            "no message is returned");
    t.check(socket.receive_from(buffer).error() == std::errc::operation_canceled,
            "the socket stays shut down");
}

template <class Protocol, class Family>
void raw_wait_any(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::bound>(t);
    send_payload(socket, payload);
    const auto ready = retried(t, [&] {
        return tenon::wait_any(tenon::readable, socket, tenon::within(std::chrono::hours(1)),
                               stopper::token());
    });
    t.check((*ready)[0], "the socket is ready");
    t.check(receive_payload(socket) == payload, "the socket still exchanges data");
}

template <class Protocol, class Family>
[[nodiscard]] scenarios raw_scenarios() {
    using tenon::bound;
    using tenon::connected;
    using tenon::opened;
    scenarios all;
    const char* const verbs[] = {"verb open", "verb bind", "verb connect"};
    for (int which = 0; which != 3; ++which)
        all.push_back({verbs[which], [which](trial& t) { raw_verbs<Protocol, Family>(t, which); }});
    all.push_back({"adopt: opened", raw_adopt<Protocol, Family, opened>});
    all.push_back({"adopt: bound", raw_adopt<Protocol, Family, bound>});
    all.push_back({"adopt: connected", raw_adopt<Protocol, Family, connected>});
    all.push_back({"bind", raw_bind<Protocol, Family>});
    all.push_back({"connect: opened", raw_connect<Protocol, Family, opened>});
    all.push_back({"connect: bound", raw_connect<Protocol, Family, bound>});
    // An echo request with a short count needs its whole header, so none of its pieces is empty.
    constexpr bool is_echo = std::same_as<Protocol, tenon::icmp_echo>;
    for (const std::size_t count : {1UL, 2UL, is_echo ? 12UL : 40UL}) {
        const std::string pieces = std::to_string(count) + " pieces";
        all.push_back({"send_to: opened, " + pieces,
                       [count](trial& t) { raw_send_to<Protocol, Family, opened>(t, count); }});
        all.push_back({"send_to: bound, " + pieces,
                       [count](trial& t) { raw_send_to<Protocol, Family, bound>(t, count); }});
        if constexpr (tenon::receives_unbound<Protocol>)
            all.push_back({"receive_from: opened, " + pieces, [count](trial& t) {
                               raw_receive_from<Protocol, Family, opened>(t, count);
                           }});
        all.push_back({"receive_from: bound, " + pieces,
                       [count](trial& t) { raw_receive_from<Protocol, Family, bound>(t, count); }});
    }
    all.push_back({"receive_from: waiting", raw_receive_waiting<Protocol, Family>, would_wait});
    all.push_back({"receive_from: shut down, IP", raw_shut_down<Protocol, Family>, ECANCELED});
    if constexpr (tenon::may_disconnect<Protocol>)
        all.push_back({"disconnect", raw_disconnect<Protocol, Family>});
    all.push_back({"send", raw_send<Protocol, Family>});
    all.push_back({"receive", raw_receive<Protocol, Family>});
    all.push_back({"wait_any: limits", raw_wait_any<Protocol, Family>});
    const char* const queries[] = {"set",       "get",       "local_endpoint", "remote_endpoint",
                                   "available", "duplicate", "close"};
    for (int which = 0; which != 7; ++which) {
        // Linux does not report the received bytes of a socket of icmp_echo (FIONREAD: ENOTTY).
        if (is_echo && which == 4)
            continue;
        all.push_back(
            {queries[which], [which](trial& t) { raw_queries<Protocol, Family>(t, which); }});
    }
    return all;
}

}  // namespace faults
