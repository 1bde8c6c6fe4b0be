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

/// A range in so many parts, some of which are empty where they are more than its bytes.
template <class View>
[[nodiscard]] std::vector<View> parts(View whole, std::size_t count) {
    std::vector<View> all;
    for (std::size_t index = 0; index != count; ++index) {
        const std::size_t begin = index * whole.size() / count;
        all.push_back(whole.first((index + 1) * whole.size() / count).after(begin));
    }
    return all;
}

/// The words letter by letter: more pieces, with their empty ones, than one call is given.
[[nodiscard]] inline std::vector<tenon::const_bytes> letters() {
    std::vector<tenon::const_bytes> pieces;
    for (std::size_t index = 0; index != words.size(); ++index) {
        pieces.push_back(tenon::const_bytes(words).after(index).first(1));
        pieces.push_back(tenon::const_bytes());
    }
    for (std::size_t index = 0; index != words.size(); ++index)
        pieces.push_back(tenon::const_bytes(words).after(index).first(1));
    return pieces;
}

/// The peer has what `send` says that it sent, and the rest can be sent after it.
template <class Ends>
void look_at_sent(trial& t, Ends& both, const tenon::result<std::size_t>& sent) {
    const std::size_t count = sent ? *sent : 0;
    t.check(count <= words.size(), "no more was sent than there was");
    if constexpr (tenon::byte_stream<typename decltype(both.near)::protocol_type>) {
        send_text(both.near, words.substr(count));
        t.check(receive_text(both.far, words.size()) == words, "each byte was sent once");
    } else {
        if (!sent)
            send_text(both.near, words);
        t.check(next_of(both.far) == words.substr(0, sent ? count : words.size()), "the message is what was said to be sent");
    }
    t.check(talk(both.near, both.far), "nothing more was sent");
}

template <class Protocol, class Family>
void member_send(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    look_at_sent(t, both, t.run_with_fault([&] { return both.near.send(words); }));
}

template <class Protocol, class Family>
void member_send_pieces(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const tenon::const_bytes all = words;
    const tenon::pieces three{all.first(5), all.after(5).first(1), all.after(6)};
    look_at_sent(t, both, t.run_with_fault([&] { return both.near.send(three); }));
}

template <class Protocol, class Family>
void send_parts(trial& t, std::size_t count) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto all = parts(tenon::const_bytes(words), count);
    look_at_sent(t, both, t.run_with_fault([&] { return both.near.send(all); }));
}

/// The peer takes nothing, so that the socket is full, until somebody waits for it.
template <class Protocol, class Family>
void send_waiting(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    both.near.set(tenon::options::send_buffer_size{4096}).value();
    make_nonblocking(both.near.native_handle());
    const auto filling = fill(both.near);
    ledger::before_poll = [&] { drain(both.far, filling); };
    const auto sent = t.run_with_fault([&] { return both.near.send(words); });
    if (const auto late = std::exchange(ledger::before_poll, nullptr))
        late();
    look_at_sent(t, both, sent);
}

/// Without a cursor nobody knows how much was sent; but it was the first of it.
template <class Ends>
void look_at_all(trial& t, Ends& both, bool sent, const std::string& all) {
    static_cast<void>(both.near.close().value());
    std::string got;
    for (std::string more = next_of(both.far); !more.empty(); more = next_of(both.far))
        got += more;
    t.check(sent ? got == all : all.starts_with(got), "each byte was sent once, as far as it went");
}

template <class Protocol, class Family>
void member_send_all(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto sent = t.run_with_fault([&] { return both.near.send_all(words); });
    look_at_all(t, both, sent.has_value(), words);
}

template <class Protocol, class Family>
void send_all_letters(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto pieces = letters();
    const auto sent = t.run_with_fault([&] { return both.near.send_all(pieces); });
    look_at_all(t, both, sent.has_value(), words + words);
}

/// With a cursor the same call goes on from where it came to.
template <class Ends, class Cursor>
void send_rest(trial& t, Ends& both, Cursor rest, const std::string& all) {
    const auto sent = t.run_with_fault([&] { return both.near.send_all(rest); });
    t.check(rest.done() + rest.left() == all.size(), "the cursor counts");
    if (!sent)
        t.check(both.near.send_all(rest).has_value(), "the rest is sent when nothing fails");
    t.check(rest.empty(), "the cursor is through");
    t.check(receive_text(both.far, all.size()) == all, "each byte was sent once");
    t.check(talk(both.near, both.far), "nothing more was sent");
}

template <class Protocol, class Family>
void send_all_unsent(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_rest(t, both, tenon::unsent(words), words);
}

template <class Protocol, class Family>
void send_all_unsent_letters(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto pieces = letters();
    send_rest(t, both, tenon::unsent(pieces), words + words);
}

template <class Protocol, class Family, class State, bool InPieces>
void member_send_to(trial& t) {
    auto there = tenon::bind<Protocol>(anywhere<Family>()).value();
    auto near = [&] {
        if constexpr (std::same_as<State, tenon::bound>)
            return tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
        else
            return opened_anywhere<Protocol, Family>(t.driver());
    }();
    const auto to = there.local_endpoint().value();
    const tenon::const_bytes all = words;
    const auto sent = t.run_with_fault([&] {
        if constexpr (InPieces)
            return near.send_to(tenon::pieces{all.first(3), all.after(3)}, to);
        else
            return near.send_to(words, to);
    });
    if (!sent)
        static_cast<void>(near.send_to(words, to).value());
    static_cast<void>(near.send_to("last"_bytes, to).value());
    std::array<std::byte, 64> buffer;
    t.check(text_of(there.receive_from(buffer).value().data) == words.substr(0, sent ? *sent : words.size()), "sent once");
    t.check(text_of(there.receive_from(buffer).value().data) == "last", "nothing more was sent");
}

template <class Protocol, class Family>
void member_send_urgent(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    if (!t.run_with_fault([&] { return both.near.send_urgent(std::byte{'!'}); }))
        both.near.send_urgent(std::byte{'!'}).value();
    ::pollfd urgent = {both.far.native_handle(), POLLPRI, 0};
    ::poll(&urgent, 1, -1);
    t.check(both.far.receive_urgent().value() == std::byte{'!'}, "the urgent byte comes");
    t.check(talk(both.near, both.far), "nothing more was sent");
}

template <class Protocol, class Family>
void add_sending(scenarios& all) {
    all.push_back({"send", member_send<Protocol, Family>});
    all.push_back({"send: pieces", member_send_pieces<Protocol, Family>});
    for (const std::size_t count : {1UL, 2UL, 40UL})
        all.push_back(
            {"send: " + std::to_string(count) + " pieces", [count](trial& t) { send_parts<Protocol, Family>(t, count); }});
    // On IP it is not for the sender to say when the socket is full: acknowledgements come when they come.
    if constexpr (!tenon::internet<Family>)
        all.push_back({"send: waiting", send_waiting<Protocol, Family>, would_wait});
    if constexpr (tenon::byte_stream<Protocol> && tenon::waits<driver_under_test>) {
        all.push_back({"send_all", member_send_all<Protocol, Family>});
        all.push_back({"send_all: pieces", send_all_letters<Protocol, Family>});
        all.push_back({"send_all: unsent", send_all_unsent<Protocol, Family>});
        all.push_back({"send_all: unsent pieces", send_all_unsent_letters<Protocol, Family>});
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
