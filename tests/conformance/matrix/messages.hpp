// SPDX-License-Identifier: BSL-1.0
#pragma once

// Messages between two sockets that are each other's peer.

#include <conformance/matrix/environment.hpp>

namespace matrix {

/// Each message arrives as one, also if it is empty or truncated.
struct messages {
    static constexpr const char* name =
        "send, receive: several messages, each arrives whole or is reported as truncated";
    template <class Environment>
    static constexpr bool applies = tenon::message_oriented<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        using wire = typename Environment::wire;
        auto both = environment.connect_sockets();
        auto& receiver = both.receiver();
        std::array<std::byte, 512> buffer;
        constexpr std::size_t head = wire::received_header_size;

        // Message boundaries are kept.
        Environment::send_text(both.local, "one");
        Environment::send_text(both.local, "the other");
        EXPECT(Environment::receive_text(receiver, 3) == "one");
        EXPECT(Environment::receive_text(receiver, 9) == "the other");

        // A message that is longer than the buffer is truncated and reported as such. The rest of
        // it is lost.
        Environment::send_text(both.local, std::string(300, 'x'));
        Environment::send_text(both.local, "next");
        const auto truncated =
            take(receiver.receive(tenon::mutable_bytes(buffer).first(head + 10)));
        Environment::check_truncated(truncated, head + 10, head + 300);
        EXPECT(!truncated.end);
        EXPECT(Environment::text_in(truncated.data) == std::string(10, 'x'));
        EXPECT(Environment::receive_text(receiver, 4) == "next");

        // A message that fills the buffer exactly is not truncated.
        Environment::send_text(both.local, std::string(30, 'y'));
        const auto fitting = take(receiver.receive(tenon::mutable_bytes(buffer).first(head + 30)));
        EXPECT(!fitting.truncated && fitting.length == head + 30);

        // peek does not remove the message, also if it truncates it.
        Environment::send_text(both.local, "looked at");
        const auto peeked = take(receiver.peek(tenon::mutable_bytes(buffer).first(head + 6)));
        Environment::check_truncated(peeked, head + 6, head + 9);
        EXPECT(Environment::text_in(peeked.data) == "looked");
        EXPECT(Environment::text_in(take(receiver.peek(buffer)).data) == "looked at");
        EXPECT(Environment::receive_text(receiver, 9) == "looked at");

        // An empty message is a message.
        if constexpr (wire::has_empty_messages) {
            Environment::send_text(both.local, "");
            Environment::send_text(both.local, "after");
            const auto empty = take(receiver.receive(buffer));
            EXPECT(empty.length == head && !empty.truncated && !empty.end);
            EXPECT(Environment::receive_text(receiver, 5) == "after");
        }

        // available returns the size of the next message.
        if constexpr (wire::reports_available) {
            EXPECT(take(receiver.available()) == 0);
            Environment::send_text(both.local, "four");
            Environment::wait_for(receiver);
            EXPECT(take(receiver.available()) == head + 4);
            EXPECT(Environment::receive_text(receiver, 4) == "four");
        }
    }
};

/// Messages that are gathered from several ranges and scattered into several.
struct gathered_messages {
    static constexpr const char* name = "send, receive: pieces, they are one message";
    template <class Environment>
    static constexpr bool applies = tenon::message_oriented<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto both = environment.connect_sockets();
        auto& receiver = both.receiver();
        const std::string head = Environment::wire::header();
        std::array<std::byte, Environment::wire::received_header_size + 2> first;
        std::array<std::byte, 4> second;
        const tenon::pieces buffer(first, second);
        const auto text = [&](std::size_t size) {
            return Environment::text_in(first) +
                   std::string(tenon::as_text(tenon::const_bytes(second).first(size)));
        };

        const auto sent = take(
            both.local.send(tenon::pieces(head, std::string_view("ab"), std::string_view("cde"))));
        EXPECT(sent == head.size() + 5);
        const auto peeked = take(receiver.peek(buffer));
        EXPECT(peeked.data == Environment::received_size(5) && text(3) == "abcde");
        second.fill(std::byte());
        const auto got = take(receiver.receive(buffer));
        EXPECT(got.data == Environment::received_size(5) && got.length == got.data &&
               !got.truncated && text(3) == "abcde");

        Environment::send_text(both.local, "abcdefghij");
        const auto truncated = take(receiver.receive(buffer));
        Environment::check_truncated(truncated, Environment::received_size(6),
                                     Environment::received_size(10));
        EXPECT(text(4) == "abcdef");
    }
};

/// A connectionless socket with a fixed peer receives from the peer only, and can disconnect.
struct fixed_peer {
    static constexpr const char* name =
        "connect, disconnect: a fixed peer, only its messages arrive until it is removed";
    template <class Environment>
    static constexpr bool applies = tenon::connectionless<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto both = environment.connect_sockets();
        const auto local_endpoint = take(both.local.local_endpoint());
        if constexpr (Environment::wire::reports_peer) {
            const auto destination = Environment::destination(both.peer);
            EXPECT(Environment::same_endpoint(take(both.local.remote_endpoint()), destination));
        }
        if constexpr (!Environment::wire::kernel_replies) {
            // Systems differ in whether this send fails, because no socket receives the message.
            auto third = environment.bind(2);
            static_cast<void>(third.send_to(Environment::message("not for you"), local_endpoint));
            Environment::check_transfer(both.peer, both.local, "from the peer");
        }
        Environment::check_transfer(both.local, both.receiver(), "to the peer");

        if constexpr (tenon::may_disconnect<typename Environment::protocol>) {
            auto local = take(std::move(both.local).disconnect());
            EXPECT(Environment::same_endpoint(take(local.local_endpoint()), local_endpoint));
            if constexpr (!Environment::wire::kernel_replies) {
                auto third = environment.bind(Environment::wire::disconnect_clears_peer ? 2 : 1);
                const auto third_endpoint = take(third.local_endpoint());
                std::array<std::byte, 64> buffer;
                take(third.send_to(Environment::message("now for you"), local_endpoint));
                const auto got = take(local.receive_from(buffer));
                EXPECT(Environment::text_in(got.data) == "now for you" &&
                       Environment::same_endpoint(got.from, third_endpoint));
                take(local.send_to(Environment::message("reply"), got.from));
                EXPECT(Environment::text_in(take(third.receive_from(buffer)).data) == "reply");
            }
            // The socket can have a peer again.
            const auto again = Environment::destination(both.peer);
            auto connected = take(std::move(local).connect(again));
            EXPECT(Environment::same_endpoint(take(connected.local_endpoint()), local_endpoint));
            Environment::check_transfer(
                connected, Environment::wire::kernel_replies ? connected : both.peer, "again");
            if constexpr (Environment::wire::kernel_replies) {
                // getpeername(2) fails for a peer with port 0, but disconnect works.
                auto nameless = take(
                    take(std::move(connected).disconnect()).connect(Environment::endpoints::at(4)));
                expect_error(nameless.remote_endpoint(), std::errc::not_connected);
                EXPECT(Environment::same_endpoint(
                    take(take(std::move(nameless).disconnect()).local_endpoint()), local_endpoint));
            }
        }
    }
};

/// The same for a socket that was not bound. After disconnect it keeps the port that the system
/// chose. On IP its address becomes that of a socket without a peer.
struct fixed_peer_of_unbound {
    static constexpr const char* name = "disconnect: the socket was not bound, it keeps its port";
    template <class Environment>
    static constexpr bool applies = tenon::may_disconnect<typename Environment::protocol> &&
                                    tenon::connectionless<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto peer = environment.bind(1);
        const auto destination = Environment::destination(peer);
        auto local = take(environment.open().connect(destination));
        const auto before = take(local.local_endpoint());
        Environment::send_text(local, "first");

        auto disconnected = take(std::move(local).disconnect());
        if constexpr (requires { before.port(); }) {
            const auto never_bound = environment.open();
            using endpoint = typename Environment::endpoint;
            const auto without_peer = take(tenon::detail::local_endpoint_of<endpoint>(
                never_bound.system(), never_bound.native_handle()));
            EXPECT(before.port() != 0);
            EXPECT(take(disconnected.local_endpoint()) == without_peer.with_port(before.port()));
        } else {
            EXPECT(Environment::same_endpoint(take(disconnected.local_endpoint()), before));
        }
        take(disconnected.send_to(Environment::message("second"), destination));
        std::array<std::byte, 64> buffer;
        if constexpr (!Environment::wire::kernel_replies) {
            EXPECT(Environment::text_in(take(peer.receive_from(buffer)).data) == "first");
            EXPECT(Environment::text_in(take(peer.receive_from(buffer)).data) == "second");
            if constexpr (requires { before.port(); }) {
                take(peer.send_to(Environment::message("back"), before));
                EXPECT(Environment::text_in(take(disconnected.receive_from(buffer)).data) ==
                       "back");
            }
        }
    }
};

}  // namespace matrix
