// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <unistd.h>

#include <chrono>
#include <string>

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/pinging.hpp"
#include "asking.hpp"
#include "making.hpp"
#include "sending.hpp"
#include "trial.hpp"

namespace faults {

// Raw sockets hear what anybody sends by their protocol, themselves included; sockets for echoes hear the answers to what they
// send to their own machine. So one is enough to talk.

/// What has to stand before a text: of ICMP over IPv6 the part into which the kernel writes a checksum; of a request for an
/// echo its header, which the kernel answers.
template <class Protocol, class Family>
[[nodiscard]] std::string head() {
    if constexpr (std::same_as<Protocol, tenon::icmp_echo>)
        return echo_request<Family>("");
    else if constexpr (std::same_as<Protocol, tenon::icmp> && std::same_as<Family, tenon::ipv6>)
        return std::string("h\0\0\0", 4);
    else
        return "";
}
template <class Protocol, class Family>
[[nodiscard]] std::string with_head(const std::string& text) {
    return head<Protocol, Family>() + text;
}

/// The bytes that stand before a text that is heard: over IPv4 a raw socket hears the header of IP too.
template <class Protocol, class Family>
[[nodiscard]] std::size_t heard_before_text() {
    constexpr bool with_ip_header = tenon::receives_unbound<Protocol> && std::same_as<Family, tenon::ipv4>;
    return head<Protocol, Family>().size() + (with_ip_header ? 20 : 0);
}

/// The kernel keeps from the sockets of `icmp` over IPv4 what is no whole header.
template <class Protocol, class Family>
inline constexpr std::size_t shortest_heard = std::same_as<Protocol, tenon::icmp> && std::same_as<Family, tenon::ipv4> ? 8 : 0;

/// What a socket hears next, without what stands before it.
template <class Socket>
[[nodiscard]] std::string heard(Socket& socket) {
    std::array<std::byte, 128> buffer;
    arrived(socket);
    std::string all;
    if constexpr (tenon::may_receive<typename Socket::state_type>)
        all = text_of(socket.receive(buffer).value().data);
    else
        all = text_of(socket.receive_from(buffer).value().data);
    return all.substr(heard_before_text<typename Socket::protocol_type, typename Socket::family_type>());
}

/// Sends a text with what has to stand before it, to where the socket is.
template <class Socket>
void say(Socket& socket, const std::string& text) {
    using family = typename Socket::family_type;
    const std::string whole = with_head<typename Socket::protocol_type, family>(text);
    if constexpr (tenon::may_send<typename Socket::state_type>)
        send_text(socket, whole);
    else
        static_cast<void>(socket.send_to(whole, anywhere<family>()).value());
}

/// The same socket where it hears; otherwise as what it becomes by sending, when the system binds it.
template <class Socket>
[[nodiscard]] decltype(auto) hearing(Socket& socket) {
    using state = typename Socket::state_type;
    using protocol = typename Socket::protocol_type;
    if constexpr (tenon::can_receive_from<state, protocol> || tenon::may_receive<state>) {
        return (socket);
    } else {
        using bound = tenon::basic_socket<protocol, typename Socket::family_type, tenon::bound, typename Socket::driver_type>;
        return bound(tenon::unchecked, socket.release(), socket.driver());
    }
}

/// Whether a socket hears itself, and nothing before that.
template <class Socket>
[[nodiscard]] bool hears_itself(Socket& socket) {
    auto&& ear = hearing(socket);
    say(ear, "there it is");
    return heard(ear) == "there it is";
}

/// A peer with a port, although there are none: the system tells of no other.
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
    const auto look = [&](auto made) {
        if (!made)
            return;
        t.check(hears_itself(*made), "hears itself");
    };
    if (which == 0)
        look(t.run_with_fault([&] { return tenon::open<Protocol, Family>(t.driver(), some_option); }));
    else if (which == 1)
        look(t.run_with_fault([&] { return tenon::bind<Protocol>(t.driver(), anywhere<Family>(), some_option); }));
    else
        look(t.run_with_fault([&] { return tenon::connect<Protocol>(t.driver(), raw_peer<Family>(), some_option); }));
}

template <class Protocol, class Family>
void raw_bind(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::opened>(t);
    auto next = t.run_with_fault([&] { return std::move(socket).bind(anywhere<Family>()); });
    if (!next)
        next = std::move(socket).bind(anywhere<Family>());
    t.check(next && hears_itself(*next), "binds when nothing fails");
}

template <class Protocol, class Family, class State>
void raw_connect(trial& t) {
    auto socket = raw_socket<Protocol, Family, State>(t);
    auto next = t.run_with_fault([&] { return std::move(socket).connect(raw_peer<Family>()); });
    if (!next)
        next = std::move(socket).connect(raw_peer<Family>());
    t.check(next && hears_itself(*next), "connects when nothing fails");
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
    auto socket = t.run_with_fault([&] { return tenon::adopt<Protocol, Family, State>(t.driver(), foreign); });
    if (!socket) {
        t.check(is_open(foreign), "the caller's descriptor is open");
        socket = tenon::adopt<Protocol, Family, State>(t.driver(), foreign);
    }
    t.check(socket && socket->native_handle() == foreign, "the descriptor is adopted when nothing fails");
    ledger::give(foreign);
}

/// What was sent is heard, once, as far as it was sent.
template <class Socket>
void look_at_said(trial& t, Socket& socket, const tenon::result<std::size_t>& sent) {
    using protocol = typename Socket::protocol_type;
    using family = typename Socket::family_type;
    if (sent && *sent >= shortest_heard<protocol, family>)
        t.check(heard(socket) == words.substr(0, *sent - head<protocol, family>().size()), "sent once");
}

template <class Protocol, class Family, class State>
void raw_send_to(trial& t, std::size_t count) {
    auto socket = raw_socket<Protocol, Family, State>(t);
    const std::string whole = with_head<Protocol, Family>(words);
    const auto all = parts(tenon::const_bytes(whole), count);
    const auto sent = t.run_with_fault([&] { return socket.send_to(all, anywhere<Family>()); });
    auto&& ear = hearing(socket);
    look_at_said(t, ear, sent);
    t.check(hears_itself(ear), "nothing more was sent");
}

template <class Protocol, class Family>
void raw_send(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    const std::string whole = with_head<Protocol, Family>(words);
    const auto sent = t.run_with_fault([&] { return socket.send(whole); });
    look_at_said(t, socket, sent);
    t.check(hears_itself(socket), "nothing more was sent");
}

/// What was received is what was sent, as far as there was space.
inline void look_at_heard(trial& t, const std::string& text, std::size_t header) {
    t.check(t.cuts() || (text.size() == header + words.size() && text.ends_with(words)), "the message");
}

template <class Protocol, class Family, class State>
void raw_receive_from(trial& t, std::size_t count) {
    auto socket = raw_socket<Protocol, Family, State>(t);
    say(socket, words);
    arrived(socket);
    std::string buffer(64, '\0');
    const auto got = t.run_with_fault([&] { return socket.receive_from(parts(tenon::mutable_bytes(buffer), count)); });
    if (got) {
        t.check(got->from.address() == anywhere<Family>().address() && !got->truncated, "who sent it");
        look_at_heard(t, buffer.substr(0, got->data), heard_before_text<Protocol, Family>());
    } else {
        t.check(heard(socket) == words, "the message was not received");
    }
    t.check(hears_itself(socket), "nothing more was received");
}

template <class Protocol, class Family>
void raw_receive(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    say(socket, words);
    arrived(socket);
    std::array<std::byte, 64> buffer;
    const auto got = t.run_with_fault([&] { return socket.receive(buffer); });
    if (got)
        look_at_heard(t, text_of(got->data), heard_before_text<Protocol, Family>());
    else
        t.check(heard(socket) == words, "the message was not received");
    t.check(hears_itself(socket), "nothing more was received");
}

template <class Protocol, class Family>
void raw_receive_waiting(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::bound>(t);
    // The same socket, past the system that fails: an echo comes back to who has sent it.
    using past = tenon::basic_socket<Protocol, Family, tenon::bound, tenon::blocking>;
    past other(tenon::unchecked, ::dup(socket.native_handle()), tenon::blocking());
    make_nonblocking(socket.native_handle());
    ledger::before_poll = [&] { say(other, words); };
    std::array<std::byte, 64> buffer;
    const auto got = t.run_with_fault([&] { return socket.receive_from(buffer); });
    if (const auto late = std::exchange(ledger::before_poll, nullptr))
        late();
    if (got)
        look_at_heard(t, text_of(got->data), heard_before_text<Protocol, Family>());
    else
        t.check(heard(socket) == words, "the message was not received");
    t.check(hears_itself(socket), "nothing more was received");
}

template <class Protocol, class Family>
void raw_questions(trial& t, int which) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    if (which == 0)
        asked(t, [&] { return socket.set(tenon::options::send_buffer_size{16384}); }).value();
    else if (which == 1)
        t.check(asked(t, [&] { return socket.get(tenon::options::send_buffer_size()); }).value() > 0, "it has a size");
    else if (which == 2)
        t.check(asked(t, [&] { return socket.local_endpoint(); })->address() == anywhere<Family>().address(), "it is bound");
    else if (which == 3)
        t.check(asked(t, [&] { return socket.remote_endpoint(); })->address() == anywhere<Family>().address(), "it has a peer");
    else if (which == 4)
        t.check(*asked(t, [&] { return socket.available(); }) == 0, "nothing has come");
    else if (which == 5)
        static_cast<void>(asked(t, [&] { return socket.duplicate(); }).value());
    else
        static_cast<void>(t.run_with_fault([&] { return socket.close(); }));
    if (which == 6) {
        t.check(socket.empty(), "it is closed, whatever was said");
        return;
    }
    t.check(hears_itself(socket), "goes on");
}

template <class Protocol, class Family>
void raw_disconnect(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    const auto before = socket.local_endpoint().value();
    auto free = t.run_with_fault([&] { return std::move(socket).disconnect(); });
    if (!free) {
        t.check(!socket.empty(), "the socket has its descriptor");
        free = std::move(socket).disconnect();
    }
    t.check(free && hears_itself(*free), "disconnects when nothing fails");
    // The address was that of the way to the peer; the system says which there is without one.
    const auto never_bound = tenon::open<Protocol, Family>().value();
    using endpoint = typename Family::endpoint;
    const auto without_peer =
        tenon::detail::local_endpoint_of<endpoint>(never_bound.system(), never_bound.native_handle()).value();
    if (free && !t.fails(call_name::bind) && !t.fails(call_name::getsockname))
        t.check(free->local_endpoint().value() == without_peer.with_port(before.port()), "has its port still");
}

template <class Protocol, class Family>
void raw_shut_down(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::bound>(t);
    static_cast<void>(socket.shutdown().value());
    std::array<std::byte, 64> buffer;
    const auto got = t.run_with_fault([&] { return socket.receive_from(buffer); });
    t.check(!got || (got->length == 0 && t.fails(call_name::receiving_ended)), "there is no message");
    t.check(socket.receive_from(buffer).error() == std::errc::operation_canceled, "shut down for good");
}

template <class Protocol, class Family>
void raw_wait_any(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::bound>(t);
    say(socket, words);
    const auto ready = asked(
        t, [&] { return tenon::wait_any(tenon::readable, socket, tenon::within(std::chrono::hours(1)), stopper::token()); });
    t.check((*ready)[0], "it is ready");
    t.check(heard(socket) == words, "goes on");
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
    // A request for an echo that is cut has to keep its header, so none of its pieces is empty.
    constexpr bool is_echo = std::same_as<Protocol, tenon::icmp_echo>;
    for (const std::size_t count : {1UL, 2UL, is_echo ? 12UL : 40UL}) {
        const std::string pieces = std::to_string(count) + " pieces";
        all.push_back({"send_to: opened, " + pieces, [count](trial& t) { raw_send_to<Protocol, Family, opened>(t, count); }});
        all.push_back({"send_to: bound, " + pieces, [count](trial& t) { raw_send_to<Protocol, Family, bound>(t, count); }});
        if constexpr (tenon::receives_unbound<Protocol>)
            all.push_back({"receive_from: opened, " + pieces,
                           [count](trial& t) { raw_receive_from<Protocol, Family, opened>(t, count); }});
        all.push_back(
            {"receive_from: bound, " + pieces, [count](trial& t) { raw_receive_from<Protocol, Family, bound>(t, count); }});
    }
    all.push_back({"receive_from: waiting", raw_receive_waiting<Protocol, Family>, would_wait});
    all.push_back({"receive_from: shut down, IP", raw_shut_down<Protocol, Family>, ECANCELED});
    if constexpr (tenon::may_disconnect<Protocol>)
        all.push_back({"disconnect", raw_disconnect<Protocol, Family>});
    all.push_back({"send", raw_send<Protocol, Family>});
    all.push_back({"receive", raw_receive<Protocol, Family>});
    all.push_back({"wait_any: limits", raw_wait_any<Protocol, Family>});
    const char* const questions[] = {"set", "get", "local_endpoint", "remote_endpoint", "available", "duplicate", "close"};
    for (int which = 0; which != 7; ++which) {
        // Linux does not tell how much has come to a socket for echoes (ENOTTY).
        if (is_echo && which == 4)
            continue;
        all.push_back({questions[which], [which](trial& t) { raw_questions<Protocol, Family>(t, which); }});
    }
    return all;
}

}  // namespace faults
