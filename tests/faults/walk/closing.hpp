// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

// Shutting down one direction, splitting and closing.

/// Whether the next `receive` returns the end of the stream.
template <class Socket>
[[nodiscard]] bool receives_end(Socket& socket) {
    std::array<std::byte, 16> buffer;
    const auto got = socket.receive(buffer).value();
    if constexpr (tenon::byte_stream<typename Socket::protocol_type>)
        return got.empty();
    else
        return got.end;
}

template <class Protocol, class Family>
void member_shutdown_send(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto half = t.run_with_fault([&] { return std::move(both.socket).shutdown_send(); });
    if (!half) {
        t.check(talk(both.socket, both.peer), "both directions are still open");
        half = std::move(both.socket).shutdown_send();
    }
    t.check(half.has_value() && receives_end(both.peer), "the peer receives the end");
    send_text(both.peer, payload);
    t.check(half && receive_text(*half, payload.size()) == payload, "the other direction is open");
}

template <class Protocol, class Family>
void member_shutdown_receive(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto half = t.run_with_fault([&] { return std::move(both.socket).shutdown_receive(); });
    if (!half) {
        t.check(talk(both.socket, both.peer), "both directions are still open");
        half = std::move(both.socket).shutdown_receive();
    }
    t.check(half.has_value(), "a second call shuts the direction down");
    if (!half)
        return;
    send_text(*half, payload);
    t.check(receive_text(both.peer, payload.size()) == payload, "the other direction is open");
}

template <class Protocol, class Family>
void member_split(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto halves = t.run_with_fault([&] { return std::move(both.socket).split(); });
    if (!halves) {
        t.check(talk(both.socket, both.peer), "the socket is not split");
        halves = std::move(both.socket).split();
    }
    t.check(halves.has_value(), "a second call splits the socket");
    if (!halves)
        return;
    auto& [receiver, sender] = *halves;
    send_text(sender, payload);
    t.check(receive_text(both.peer, payload.size()) == payload, "the sending half sends");
    sender.close().value();
    if constexpr (tenon::connection_oriented<Protocol>)
        t.check(receives_end(both.peer), "the peer receives the end of the sending half");
    send_text(both.peer, payload);
    t.check(receive_text(receiver, payload.size()) == payload, "the receiving half receives");
}

/// One half of a connection sends, and the other half still receives.
template <class Protocol, class Family>
void half_sends(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto [receiver, sender] = std::move(both.socket).split().value();
    const auto sent = t.run_with_fault([&] { return sender.send(payload); });
    const std::size_t count = sent ? *sent : 0;
    if constexpr (tenon::byte_stream<Protocol>) {
        send_text(sender, payload.substr(count));
        t.check(receive_text(both.peer, payload.size()) == payload, "each byte was sent once");
    } else {
        if (!sent)
            send_text(sender, payload);
        t.check(next_of(both.peer) == payload.substr(0, sent ? count : payload.size()),
                "the message was sent once");
    }
    send_text(both.peer, payload);
    t.check(receive_text(receiver, payload.size()) == payload, "the receiving half receives");
}

template <class Protocol, class Family>
void half_receives(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto [receiver, sender] = std::move(both.socket).split().value();
    send_text(both.peer, payload);
    wait_until_readable(receiver);
    std::array<std::byte, 64> buffer;
    const auto got = t.run_with_fault([&] { return receiver.receive(buffer); });
    std::string text = got ? text_of(tenon::mutable_bytes(*got)) : "";
    if constexpr (tenon::byte_stream<Protocol>)
        text += receive_text(receiver, payload.size() - text.size());
    else if (!got)
        text = next_of(receiver);
    t.check(text == payload || (tenon::message_oriented<Protocol> && t.has_short_count() &&
                                payload.starts_with(text)),
            "the data was received once");
    send_text(sender, "there");
    t.check(receive_text(both.peer, 5) == "there", "the sending half sends");
}

/// The destructor of the sending half shuts its direction down and closes its descriptor.
template <class Protocol, class Family>
void half_ends(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto halves = std::move(both.socket).split().value();
    static_cast<void>(t.run_with_fault([&] {
        const auto ended = std::move(halves.second);
        return tenon::result<void>();
    }));
    send_text(both.peer, payload);
    t.check(receive_text(halves.first, payload.size()) == payload, "the receiving half receives");
    if (tenon::connection_oriented<Protocol> && !t.fails(call_name::shutdown))
        t.check(receives_end(both.peer), "the peer receives the end of the sending half");
}

template <class Protocol, class Family>
void member_close(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto descriptor = both.socket.native_handle();
    static_cast<void>(t.run_with_fault([&] { return both.socket.close(); }));
    t.check(both.socket.empty() && !is_open(descriptor),
            "the descriptor is closed whatever close(2) returned");
    t.check(both.socket.close().error() == std::errc::bad_file_descriptor, "a second close fails");
}

template <class Protocol, class Family>
void close_sending(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto half = std::move(both.socket).shutdown_receive().value();
    const auto descriptor = half.native_handle();
    static_cast<void>(t.run_with_fault([&] { return half.close(); }));
    t.check(half.empty() && !is_open(descriptor),
            "the descriptor is closed whatever close(2) returned");
    t.check(receives_end(both.peer), "the peer receives the end");
}

template <class Protocol, class Family>
void move_assignment(trial& t) {
    auto one = opened_anywhere<Protocol, Family>(t.driver());
    auto other = opened_anywhere<Protocol, Family>(t.driver());
    const auto closed = one.native_handle();
    const auto kept = other.native_handle();
    static_cast<void>(t.run_with_fault([&] {
        one = std::move(other);
        return tenon::result<void>();
    }));
    t.check(!is_open(closed) && is_open(kept) && one.native_handle() == kept && other.empty(),
            "the descriptor of the target is closed, and that of the source moves");
}

template <class Protocol, class Family>
void add_closing(scenarios& all) {
    all.push_back({"close", member_close<Protocol, Family>});
    all.push_back({"move assignment", move_assignment<Protocol, Family>});
    all.push_back({"split", member_split<Protocol, Family>});
    all.push_back({"half: sends", half_sends<Protocol, Family>});
    all.push_back({"half: receives", half_receives<Protocol, Family>});
    all.push_back({"half: ends", half_ends<Protocol, Family>});
    if constexpr (tenon::connection_oriented<Protocol>) {
        all.push_back({"shutdown_send", member_shutdown_send<Protocol, Family>});
        all.push_back({"shutdown_receive", member_shutdown_receive<Protocol, Family>});
        all.push_back({"close: sending", close_sending<Protocol, Family>});
    }
}

}  // namespace faults
