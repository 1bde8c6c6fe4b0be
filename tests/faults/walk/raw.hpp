// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <string>

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "asking.hpp"
#include "making.hpp"
#include "sending.hpp"
#include "trial.hpp"

namespace faults {

// Raw sockets hear what anybody sends by their protocol, themselves included: so one is enough to talk.

/// The kernel keeps from the sockets of `icmp` what is no whole header.
template <class Protocol>
inline constexpr std::size_t shortest_heard = std::same_as<Protocol, tenon::icmp> ? 8 : 0;

/// What a raw socket hears next, without the header that stands before it over IPv4.
template <class Socket>
[[nodiscard]] std::string heard(Socket& socket) {
    std::array<std::byte, 128> room;
    arrived(socket);
    std::string all;
    if constexpr (tenon::may_receive<typename Socket::state_type>)
        all = text_of(socket.receive(room).value().data);
    else
        all = text_of(socket.receive_from(room).value().data);
    return std::same_as<typename Socket::family_type, tenon::ipv4> ? all.substr(20) : all;
}

/// Whether a socket that names no peer hears itself, and nothing before that.
template <class Socket>
[[nodiscard]] bool hears_itself(Socket& socket) {
    static_cast<void>(socket.send_to("there it is"_bytes, anywhere<typename Socket::family_type>()).value());
    return heard(socket) == "there it is";
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
        if constexpr (tenon::may_send<typename decltype(made)::value_type::state_type>) {
            send_text(*made, "there it is");
            t.claim(heard(*made) == "there it is", "hears itself");
        } else {
            t.claim(hears_itself(*made), "hears itself");
        }
    };
    if (which == 0)
        look(t.strike([&] { return tenon::open<Protocol, Family>(t.driver(), some_option); }));
    else if (which == 1)
        look(t.strike([&] { return tenon::bind<Protocol>(t.driver(), anywhere<Family>(), some_option); }));
    else
        look(t.strike([&] { return tenon::connect<Protocol>(t.driver(), raw_peer<Family>(), some_option); }));
}

template <class Protocol, class Family>
void raw_bind(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::opened>(t);
    auto next = t.strike([&] { return std::move(socket).bind(anywhere<Family>()); });
    if (!next)
        next = std::move(socket).bind(anywhere<Family>());
    t.claim(next && hears_itself(*next), "binds when nothing fails");
}

template <class Protocol, class Family, class State>
void raw_connect(trial& t) {
    auto socket = raw_socket<Protocol, Family, State>(t);
    auto next = t.strike([&] { return std::move(socket).connect(raw_peer<Family>()); });
    if (!next)
        next = std::move(socket).connect(raw_peer<Family>());
    t.claim(next.has_value(), "connects when nothing fails");
    if (!next)
        return;
    send_text(*next, "there it is");
    t.claim(heard(*next) == "there it is", "hears itself");
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
    auto socket = t.strike([&] { return tenon::adopt<Protocol, Family, State>(t.driver(), foreign); });
    if (!socket) {
        t.claim(is_open(foreign), "the caller's descriptor is open");
        socket = tenon::adopt<Protocol, Family, State>(t.driver(), foreign);
    }
    t.claim(socket && socket->native_handle() == foreign, "the descriptor is adopted when nothing fails");
    ledger::give(foreign);
}

template <class Protocol, class Family, class State>
void raw_send_to(trial& t, std::size_t count) {
    auto socket = raw_socket<Protocol, Family, State>(t);
    const auto all = parts(tenon::const_bytes(words), count);
    const auto sent = t.strike([&] { return socket.send_to(all, anywhere<Family>()); });
    if (sent && *sent >= shortest_heard<Protocol>)
        t.claim(heard(socket) == words.substr(0, *sent), "sent once");
    t.claim(hears_itself(socket), "nothing more was sent");
}

template <class Protocol, class Family>
void raw_send(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    const auto sent = t.strike([&] { return socket.send(words); });
    if (sent && *sent >= shortest_heard<Protocol>)
        t.claim(heard(socket) == words.substr(0, *sent), "sent once");
    send_text(socket, "there it is");
    t.claim(heard(socket) == "there it is", "nothing more was sent");
}

/// What was received is what was sent, as far as there was room.
inline void look_at_heard(trial& t, const std::string& text, std::size_t header) {
    t.claim(t.cuts() || (text.size() == header + words.size() && text.ends_with(words)), "the message");
}

template <class Protocol, class Family, class State>
void raw_receive_from(trial& t, std::size_t count) {
    auto socket = raw_socket<Protocol, Family, State>(t);
    static_cast<void>(socket.send_to(words, anywhere<Family>()).value());
    arrived(socket);
    std::string room(64, '\0');
    const auto got = t.strike([&] { return socket.receive_from(parts(tenon::mutable_bytes(room), count)); });
    if (got) {
        t.claim(got->from.address() == anywhere<Family>().address() && !got->truncated, "who sent it");
        look_at_heard(t, room.substr(0, got->data), got->data >= words.size() ? got->data - words.size() : 0);
    } else {
        t.claim(heard(socket) == words, "the message was not received");
    }
    t.claim(hears_itself(socket), "nothing more was received");
}

template <class Protocol, class Family>
void raw_receive(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    send_text(socket, words);
    arrived(socket);
    std::array<std::byte, 64> room;
    const auto got = t.strike([&] { return socket.receive(room); });
    if (got)
        look_at_heard(t, text_of(got->data), std::same_as<Family, tenon::ipv4> ? 20 : 0);
    else
        t.claim(heard(socket) == words, "the message was not received");
    send_text(socket, "there it is");
    t.claim(heard(socket) == "there it is", "nothing more was received");
}

template <class Protocol, class Family>
void raw_receive_waiting(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::bound>(t);
    auto other = tenon::open<Protocol, Family>().value();
    make_nonblocking(socket.native_handle());
    ledger::before_poll = [&] { static_cast<void>(other.send_to(words, anywhere<Family>()).value()); };
    std::array<std::byte, 64> room;
    const auto got = t.strike([&] { return socket.receive_from(room); });
    if (const auto late = std::exchange(ledger::before_poll, nullptr))
        late();
    if (got)
        look_at_heard(t, text_of(got->data), std::same_as<Family, tenon::ipv4> ? 20 : 0);
    else
        t.claim(heard(socket) == words, "the message was not received");
    t.claim(hears_itself(socket), "nothing more was received");
}

template <class Protocol, class Family>
void raw_questions(trial& t, int which) {
    auto socket = raw_socket<Protocol, Family, tenon::connected>(t);
    if (which == 0)
        asked(t, [&] { return socket.set(tenon::options::send_buffer_size{16384}); }).value();
    else if (which == 1)
        t.claim(asked(t, [&] { return socket.get(tenon::options::send_buffer_size()); }).value() > 0, "it has a size");
    else if (which == 2)
        t.claim(asked(t, [&] { return socket.local_endpoint(); })->address() == anywhere<Family>().address(), "it is bound");
    else if (which == 3)
        t.claim(asked(t, [&] { return socket.remote_endpoint(); })->address() == anywhere<Family>().address(), "it has a peer");
    else if (which == 4)
        t.claim(*asked(t, [&] { return socket.available(); }) == 0, "nothing has come");
    else if (which == 5)
        static_cast<void>(asked(t, [&] { return socket.duplicate(); }).value());
    else
        static_cast<void>(t.strike([&] { return socket.close(); }));
    if (which == 6) {
        t.claim(socket.empty(), "it is closed, whatever was said");
        return;
    }
    send_text(socket, "there it is");
    t.claim(heard(socket) == "there it is", "goes on");
}

template <class Protocol, class Family>
void raw_wait_any(trial& t) {
    auto socket = raw_socket<Protocol, Family, tenon::opened>(t);
    static_cast<void>(socket.send_to(words, anywhere<Family>()).value());
    const auto ready = asked(
        t, [&] { return tenon::wait_any(tenon::readable, socket, tenon::within(std::chrono::hours(1)), stopper::token()); });
    t.claim((*ready)[0], "it is ready");
    t.claim(heard(socket) == words, "goes on");
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
    for (const std::size_t count : {1UL, 2UL, 40UL}) {
        const std::string pieces = std::to_string(count) + " pieces";
        all.push_back({"send_to: opened, " + pieces, [count](trial& t) { raw_send_to<Protocol, Family, opened>(t, count); }});
        all.push_back({"send_to: bound, " + pieces, [count](trial& t) { raw_send_to<Protocol, Family, bound>(t, count); }});
        all.push_back(
            {"receive_from: opened, " + pieces, [count](trial& t) { raw_receive_from<Protocol, Family, opened>(t, count); }});
        all.push_back(
            {"receive_from: bound, " + pieces, [count](trial& t) { raw_receive_from<Protocol, Family, bound>(t, count); }});
    }
    all.push_back({"receive_from: waiting", raw_receive_waiting<Protocol, Family>, would_wait});
    all.push_back({"send", raw_send<Protocol, Family>});
    all.push_back({"receive", raw_receive<Protocol, Family>});
    all.push_back({"wait_any: limits", raw_wait_any<Protocol, Family>});
    const char* const questions[] = {"set", "get", "local_endpoint", "remote_endpoint", "available", "duplicate", "close"};
    for (int which = 0; which != 7; ++which)
        all.push_back({questions[which], [which](trial& t) { raw_questions<Protocol, Family>(t, which); }});
    return all;
}

}  // namespace faults
