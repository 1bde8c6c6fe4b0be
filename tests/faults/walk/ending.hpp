// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

// Half a socket, and none.

/// Whether a socket sees the end of what its peer sends.
template <class Socket>
[[nodiscard]] bool hears_the_end(Socket& socket) {
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
    auto half = t.run_with_fault([&] { return std::move(both.near).shutdown_send(); });
    if (!half) {
        t.check(talk(both.near, both.far), "both directions are open still");
        half = std::move(both.near).shutdown_send();
    }
    t.check(half.has_value() && hears_the_end(both.far), "the peer hears the end");
    send_text(both.far, words);
    t.check(half && receive_text(*half, words.size()) == words, "the other direction is open");
}

template <class Protocol, class Family>
void member_shutdown_receive(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto half = t.run_with_fault([&] { return std::move(both.near).shutdown_receive(); });
    if (!half) {
        t.check(talk(both.near, both.far), "both directions are open still");
        half = std::move(both.near).shutdown_receive();
    }
    t.check(half.has_value(), "shuts when nothing fails");
    if (!half)
        return;
    send_text(*half, words);
    t.check(receive_text(both.far, words.size()) == words, "the other direction is open");
}

template <class Protocol, class Family>
void member_split(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto halves = t.run_with_fault([&] { return std::move(both.near).split(); });
    if (!halves) {
        t.check(talk(both.near, both.far), "is whole still");
        halves = std::move(both.near).split();
    }
    t.check(halves.has_value(), "splits when nothing fails");
    if (!halves)
        return;
    auto& [receiver, sender] = *halves;
    send_text(sender, words);
    t.check(receive_text(both.far, words.size()) == words, "one half sends");
    sender.close().value();
    if constexpr (tenon::connection_oriented<Protocol>)
        t.check(hears_the_end(both.far), "the end of the sending half is heard");
    send_text(both.far, words);
    t.check(receive_text(receiver, words.size()) == words, "the other half receives");
}

/// The halves of a connection, each in its own type.
template <class Protocol, class Family>
void half_sends(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto [receiver, sender] = std::move(both.near).split().value();
    const auto sent = t.run_with_fault([&] { return sender.send(words); });
    const std::size_t count = sent ? *sent : 0;
    if constexpr (tenon::byte_stream<Protocol>) {
        send_text(sender, words.substr(count));
        t.check(receive_text(both.far, words.size()) == words, "each byte was sent once");
    } else {
        if (!sent)
            send_text(sender, words);
        t.check(next_of(both.far) == words.substr(0, sent ? count : words.size()), "the message was sent once");
    }
    send_text(both.far, words);
    t.check(receive_text(receiver, words.size()) == words, "the other half receives");
}

template <class Protocol, class Family>
void half_receives(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto [receiver, sender] = std::move(both.near).split().value();
    send_text(both.far, words);
    arrived(receiver);
    std::array<std::byte, 64> buffer;
    const auto got = t.run_with_fault([&] { return receiver.receive(buffer); });
    std::string text = got ? text_of(tenon::mutable_bytes(*got)) : "";
    if constexpr (tenon::byte_stream<Protocol>)
        text += receive_text(receiver, words.size() - text.size());
    else if (!got)
        text = next_of(receiver);
    t.check(text == words || (tenon::message_oriented<Protocol> && t.cuts() && words.starts_with(text)), "received once");
    send_text(sender, "there");
    t.check(receive_text(both.far, 5) == "there", "the other half sends");
}

/// The sending half goes out of scope: that shuts its direction, and closes one of two descriptors.
template <class Protocol, class Family>
void half_ends(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto halves = std::move(both.near).split().value();
    static_cast<void>(t.run_with_fault([&] {
        const auto ended = std::move(halves.second);
        return tenon::result<void>();
    }));
    send_text(both.far, words);
    t.check(receive_text(halves.first, words.size()) == words, "the other half receives");
    if (tenon::connection_oriented<Protocol> && !t.fails(call_name::shutdown))
        t.check(hears_the_end(both.far), "the end of the sending half is heard");
}

template <class Protocol, class Family>
void member_close(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto descriptor = both.near.native_handle();
    static_cast<void>(t.run_with_fault([&] { return both.near.close(); }));
    t.check(both.near.empty() && !is_open(descriptor), "it is closed, whatever was said");
    t.check(both.near.close().error() == std::errc::bad_file_descriptor, "it is closed once");
}

template <class Protocol, class Family>
void close_sending(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto half = std::move(both.near).shutdown_receive().value();
    const auto descriptor = half.native_handle();
    static_cast<void>(t.run_with_fault([&] { return half.close(); }));
    t.check(half.empty() && !is_open(descriptor), "it is closed, whatever was said");
    t.check(hears_the_end(both.far), "the peer hears the end");
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
    t.check(!is_open(closed) && is_open(kept) && one.native_handle() == kept && other.empty(), "closes first");
}

template <class Protocol, class Family>
void add_ending(scenarios& all) {
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
