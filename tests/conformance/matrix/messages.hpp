// SPDX-License-Identifier: BSL-1.0
#pragma once

// What is so of messages between two ends that know each other.

#include <conformance/matrix/environment.hpp>

namespace matrix {

/// What was sent as one arrives as one, empty or cut.
struct messages {
    static constexpr const char* name = "messages";
    template <class Environment>
    static constexpr bool applies = tenon::message_oriented<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        using wire = typename Environment::wire;
        auto talk = environment.converse();
        auto& hearer = talk.hearer();
        std::array<std::byte, 512> buffer;
        constexpr std::size_t head = wire::received_header_size;

        // Boundaries stay.
        Environment::say(talk.near, "one");
        Environment::say(talk.near, "the other");
        EXPECT(Environment::hear(hearer, 3) == "one");
        EXPECT(Environment::hear(hearer, 9) == "the other");

        // What is too long is cut, and said to be; the rest of it is gone.
        Environment::say(talk.near, std::string(300, 'x'));
        Environment::say(talk.near, "next");
        const auto cut = take(hearer.receive(tenon::mutable_bytes(buffer).first(head + 10)));
        Environment::check_cut(cut, head + 10, head + 300);
        EXPECT(!cut.end);
        EXPECT(Environment::text_in(cut.data) == std::string(10, 'x'));
        EXPECT(Environment::hear(hearer, 4) == "next");

        // What fits exactly is whole.
        Environment::say(talk.near, std::string(30, 'y'));
        const auto fitting = take(hearer.receive(tenon::mutable_bytes(buffer).first(head + 30)));
        EXPECT(!fitting.truncated && fitting.length == head + 30);

        // Peeking takes nothing, also where it cuts.
        Environment::say(talk.near, "looked at");
        const auto peeked = take(hearer.peek(tenon::mutable_bytes(buffer).first(head + 6)));
        Environment::check_cut(peeked, head + 6, head + 9);
        EXPECT(Environment::text_in(peeked.data) == "looked");
        EXPECT(Environment::text_in(take(hearer.peek(buffer)).data) == "looked at");
        EXPECT(Environment::hear(hearer, 9) == "looked at");

        // An empty one is a message.
        if constexpr (wire::has_empty_messages) {
            Environment::say(talk.near, "");
            Environment::say(talk.near, "after");
            const auto empty = take(hearer.receive(buffer));
            EXPECT(empty.length == head && !empty.truncated && !empty.end);
            EXPECT(Environment::hear(hearer, 5) == "after");
        }

        // Of what has come the size of the next is known.
        if constexpr (wire::tells_available) {
            EXPECT(take(hearer.available()) == 0);
            Environment::say(talk.near, "four");
            Environment::wait_for(hearer);
            EXPECT(take(hearer.available()) == head + 4);
            EXPECT(Environment::hear(hearer, 4) == "four");
        }
    }
};

/// Messages from and into several ranges.
struct gathered_messages {
    static constexpr const char* name = "messages in pieces";
    template <class Environment>
    static constexpr bool applies = tenon::message_oriented<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto talk = environment.converse();
        auto& hearer = talk.hearer();
        const std::string head = Environment::wire::header();
        std::array<std::byte, Environment::wire::received_header_size + 2> first;
        std::array<std::byte, 4> second;
        const tenon::pieces buffer(first, second);
        const auto text = [&](std::size_t size) {
            return Environment::text_in(first) + std::string(tenon::as_text(tenon::const_bytes(second).first(size)));
        };

        const auto sent = take(talk.near.send(tenon::pieces(head, std::string_view("ab"), std::string_view("cde"))));
        EXPECT(sent == head.size() + 5);
        const auto peeked = take(hearer.peek(buffer));
        EXPECT(peeked.data == Environment::received_size(5) && text(3) == "abcde");
        second.fill(std::byte());
        const auto got = take(hearer.receive(buffer));
        EXPECT(got.data == Environment::received_size(5) && got.length == got.data && !got.truncated && text(3) == "abcde");

        Environment::say(talk.near, "abcdefghij");
        const auto cut = take(hearer.receive(buffer));
        Environment::check_cut(cut, Environment::received_size(6), Environment::received_size(10));
        EXPECT(text(4) == "abcdef");
    }
};

/// Without a connection: a socket that has fixed its peer hears nobody else, and may give it up.
struct fixed_peer {
    static constexpr const char* name = "a fixed peer";
    template <class Environment>
    static constexpr bool applies = tenon::connectionless<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto talk = environment.converse();
        const auto near_place = take(talk.near.local_endpoint());
        if constexpr (Environment::wire::knows_its_peer) {
            const auto there = Environment::elsewhere(talk.far);
            EXPECT(Environment::same_place(take(talk.near.remote_endpoint()), there));
        }
        if constexpr (!Environment::wire::echoes) {
            // Whether the third is told that nobody listens to it differs.
            auto third = environment.bind(2);
            static_cast<void>(third.send_to(Environment::message("not for you"), near_place));
            Environment::check_talk(talk.far, talk.near, "from the peer");
        }
        Environment::check_talk(talk.near, talk.hearer(), "to the peer");

        if constexpr (tenon::may_disconnect<typename Environment::protocol>) {
            auto near = take(std::move(talk.near).disconnect());
            EXPECT(Environment::same_place(take(near.local_endpoint()), near_place));
            if constexpr (!Environment::wire::echoes) {
                auto third = environment.bind(Environment::wire::forgets_its_peer ? 2 : 1);
                const auto third_place = take(third.local_endpoint());
                std::array<std::byte, 64> buffer;
                take(third.send_to(Environment::message("now for you"), near_place));
                const auto got = take(near.receive_from(buffer));
                EXPECT(Environment::text_in(got.data) == "now for you" && Environment::same_place(got.from, third_place));
                take(near.send_to(Environment::message("answer"), got.from));
                EXPECT(Environment::text_in(take(third.receive_from(buffer)).data) == "answer");
            }
            // And it can have a peer again.
            const auto again = Environment::elsewhere(talk.far);
            auto connected = take(std::move(near).connect(again));
            EXPECT(Environment::same_place(take(connected.local_endpoint()), near_place));
            Environment::check_talk(connected, Environment::wire::echoes ? connected : talk.far, "again");
            if constexpr (Environment::wire::echoes) {
                // A peer that has no port has no name, and is given up all the same.
                auto nameless = take(take(std::move(connected).disconnect()).connect(Environment::place::party(4)));
                expect_error(nameless.remote_endpoint(), std::errc::not_connected);
                EXPECT(Environment::same_place(take(take(std::move(nameless).disconnect()).local_endpoint()), near_place));
            }
        }
    }
};

/// The same from a socket that has not been bound: the port that the system gave it stays. The address that it had for the sake
/// of its peer goes, on IP: the system says which it has without one.
struct fixed_peer_of_unbound {
    static constexpr const char* name = "a fixed peer, unbound";
    template <class Environment>
    static constexpr bool applies =
        tenon::may_disconnect<typename Environment::protocol> && tenon::connectionless<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto far = environment.bind(1);
        const auto there = Environment::elsewhere(far);
        auto near = take(environment.open().connect(there));
        const auto before = take(near.local_endpoint());
        Environment::say(near, "first");

        auto given_up = take(std::move(near).disconnect());
        if constexpr (requires { before.port(); }) {
            const auto never_bound = environment.open();
            using endpoint = typename Environment::endpoint;
            const auto without_peer =
                take(tenon::detail::local_endpoint_of<endpoint>(never_bound.system(), never_bound.native_handle()));
            EXPECT(before.port() != 0);
            EXPECT(take(given_up.local_endpoint()) == without_peer.with_port(before.port()));
        } else {
            EXPECT(Environment::same_place(take(given_up.local_endpoint()), before));
        }
        take(given_up.send_to(Environment::message("second"), there));
        std::array<std::byte, 64> buffer;
        if constexpr (!Environment::wire::echoes) {
            EXPECT(Environment::text_in(take(far.receive_from(buffer)).data) == "first");
            EXPECT(Environment::text_in(take(far.receive_from(buffer)).data) == "second");
            if constexpr (requires { before.port(); }) {
                take(far.send_to(Environment::message("back"), before));
                EXPECT(Environment::text_in(take(given_up.receive_from(buffer)).data) == "back");
            }
        }
    }
};

}  // namespace matrix
