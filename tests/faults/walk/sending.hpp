// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <poll.h>

#include <algorithm>
#include <string>
#include <vector>

#include "../helpers/descriptors.hpp"
#include "../helpers/full.hpp"
#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

/// Splits a range into `count` parts. Some are empty if there are more parts than bytes.
template <class View>
[[nodiscard]] std::vector<View> parts(View whole, std::size_t count) {
    std::vector<View> all;
    for (std::size_t index = 0; index != count; ++index) {
        const std::size_t begin = index * whole.size() / count;
        all.push_back(whole.first((index + 1) * whole.size() / count).after(begin));
    }
    return all;
}

/// The payload twice, one byte a piece, the first time with empty pieces between: more pieces than
/// the library passes to one call.
[[nodiscard]] inline std::vector<tenon::const_bytes> single_byte_pieces() {
    std::vector<tenon::const_bytes> pieces;
    for (std::size_t index = 0; index != payload.size(); ++index) {
        pieces.push_back(tenon::const_bytes(payload).after(index).first(1));
        pieces.push_back(tenon::const_bytes());
    }
    for (std::size_t index = 0; index != payload.size(); ++index)
        pieces.push_back(tenon::const_bytes(payload).after(index).first(1));
    return pieces;
}

/// Checks that the peer receives the bytes that `send` has counted, and that the rest can be sent.
template <class Ends>
void check_sent(trial& t, Ends& both, const tenon::result<std::size_t>& sent) {
    const std::size_t count = sent ? *sent : 0;
    t.check(count <= payload.size(), "no more than the payload was sent");
    if constexpr (tenon::byte_stream<typename decltype(both.socket)::protocol_type>) {
        send_text(both.socket, payload.substr(count));
        t.check(receive_text(both.peer, payload.size()) == payload, "each byte was sent once");
    } else {
        if (!sent)
            send_text(both.socket, payload);
        t.check(next_of(both.peer) == payload.substr(0, sent ? count : payload.size()),
                "the peer receives the bytes that were counted");
    }
    t.check(talk(both.socket, both.peer), "nothing more was sent");
}

template <class Protocol, class Family>
void member_send(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    check_sent(t, both, t.run_with_fault([&] { return both.socket.send(payload); }));
}

template <class Protocol, class Family>
void member_send_pieces(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const tenon::const_bytes all = payload;
    const tenon::pieces three{all.first(5), all.after(5).first(1), all.after(6)};
    check_sent(t, both, t.run_with_fault([&] { return both.socket.send(three); }));
}

template <class Protocol, class Family>
void send_parts(trial& t, std::size_t count) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto all = parts(tenon::const_bytes(payload), count);
    check_sent(t, both, t.run_with_fault([&] { return both.socket.send(all); }));
}

/// The send buffer is full. The peer makes space when the operation waits.
template <class Protocol, class Family>
void send_waiting(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    both.socket.set(tenon::options::send_buffer_size{4096}).value();
    make_nonblocking(both.socket.native_handle());
    const auto filling = fill(both.socket);
    ledger::before_poll = [&] { drain(both.peer, filling); };
    const auto sent = t.run_with_fault([&] { return both.socket.send(payload); });
    if (const auto action = std::exchange(ledger::before_poll, nullptr))
        action();
    check_sent(t, both, sent);
}

/// Checks the data of `send_all` without a cursor: after a failure the peer has the first bytes, of
/// unknown number.
template <class Ends>
void check_all_sent(trial& t, Ends& both, bool sent, const std::string& all) {
    static_cast<void>(both.socket.close().value());
    std::string got;
    for (std::string more = next_of(both.peer); !more.empty(); more = next_of(both.peer))
        got += more;
    t.check(sent ? got == all : all.starts_with(got),
            "the peer receives the first bytes, each once");
}

template <class Protocol, class Family>
void member_send_all(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto sent = t.run_with_fault([&] { return both.socket.send_all(payload); });
    check_all_sent(t, both, sent.has_value(), payload);
}

template <class Protocol, class Family>
void send_all_pieces(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto pieces = single_byte_pieces();
    const auto sent = t.run_with_fault([&] { return both.socket.send_all(pieces); });
    check_all_sent(t, both, sent.has_value(), payload + payload);
}

/// With a cursor a second call continues after the last byte that was sent.
template <class Ends, class Cursor>
void send_rest(trial& t, Ends& both, Cursor rest, const std::string& all) {
    const auto sent = t.run_with_fault([&] { return both.socket.send_all(rest); });
    t.check(rest.done() + rest.left() == all.size(), "the cursor counts every byte");
    if (!sent)
        t.check(both.socket.send_all(rest).has_value(), "a second call sends the rest");
    t.check(rest.empty(), "the cursor is at its end");
    t.check(receive_text(both.peer, all.size()) == all, "each byte was sent once");
    t.check(talk(both.socket, both.peer), "nothing more was sent");
}

template <class Protocol, class Family>
void send_all_unsent(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_rest(t, both, tenon::unsent(payload), payload);
}

template <class Protocol, class Family>
void send_all_unsent_pieces(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto pieces = single_byte_pieces();
    send_rest(t, both, tenon::unsent(pieces), payload + payload);
}

template <class Protocol, class Family, class State, bool InPieces>
void member_send_to(trial& t) {
    auto receiver = tenon::bind<Protocol>(anywhere<Family>()).value();
    auto socket = [&] {
        if constexpr (std::same_as<State, tenon::bound>)
            return tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
        else
            return opened_anywhere<Protocol, Family>(t.driver());
    }();
    const auto to = receiver.local_endpoint().value();
    const tenon::const_bytes all = payload;
    const auto sent = t.run_with_fault([&] {
        if constexpr (InPieces)
            return socket.send_to(tenon::pieces{all.first(3), all.after(3)}, to);
        else
            return socket.send_to(payload, to);
    });
    if (!sent)
        static_cast<void>(socket.send_to(payload, to).value());
    static_cast<void>(socket.send_to("last"_bytes, to).value());
    std::array<std::byte, 64> buffer;
    t.check(text_of(receiver.receive_from(buffer).value().data) ==
                payload.substr(0, sent ? *sent : payload.size()),
            "the message was sent once");
    t.check(text_of(receiver.receive_from(buffer).value().data) == "last", "nothing more was sent");
}

template <class Protocol, class Family>
void member_send_urgent(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    if (!t.run_with_fault([&] { return both.socket.send_urgent(std::byte{'!'}); }))
        both.socket.send_urgent(std::byte{'!'}).value();
    ::pollfd urgent = {both.peer.native_handle(), POLLPRI, 0};
    ::poll(&urgent, 1, -1);
    t.check(both.peer.receive_urgent().value() == std::byte{'!'},
            "the peer receives the urgent byte");
    t.check(talk(both.socket, both.peer), "nothing more was sent");
}

template <class Protocol, class Family>
void add_sending(scenarios& all) {
    all.push_back({"send", member_send<Protocol, Family>});
    all.push_back({"send: pieces", member_send_pieces<Protocol, Family>});
    for (const std::size_t count : {1UL, 2UL, 40UL})
        all.push_back({"send: " + std::to_string(count) + " pieces",
                       [count](trial& t) { send_parts<Protocol, Family>(t, count); }});
    // Over IP the peer's acknowledgements decide when the socket is full.
    if constexpr (!tenon::internet<Family>)
        all.push_back({"send: waiting", send_waiting<Protocol, Family>, would_wait});
    if constexpr (tenon::byte_stream<Protocol> && tenon::waits<driver_under_test>) {
        all.push_back({"send_all", member_send_all<Protocol, Family>});
        all.push_back({"send_all: pieces", send_all_pieces<Protocol, Family>});
        all.push_back({"send_all: unsent", send_all_unsent<Protocol, Family>});
        all.push_back({"send_all: unsent pieces", send_all_unsent_pieces<Protocol, Family>});
    }
    if constexpr (tenon::connectionless<Protocol>) {
        all.push_back({"send_to: opened", member_send_to<Protocol, Family, tenon::opened, false>});
        all.push_back({"send_to: bound", member_send_to<Protocol, Family, tenon::bound, false>});
        all.push_back({"send_to: pieces", member_send_to<Protocol, Family, tenon::bound, true>});
    }
    if constexpr (tenon::has_urgent_data<Protocol>)
        all.push_back({"send_urgent", member_send_urgent<Protocol, Family>});
}

}  // namespace faults
