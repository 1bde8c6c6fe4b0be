// SPDX-License-Identifier: BSL-1.0
#pragma once

// The directions of a connection: shut down one by one, or owned by the halves of a split.

#include <conformance/matrix/environment.hpp>
#include <support/background.hpp>

namespace matrix {

/// Each end shuts down its sending direction. The data that was sent before arrives, and each later
/// receive reports the end.
struct half_close {
    static constexpr const char* name =
        "shutdown_send, shutdown_receive: one direction ends, the other works";
    template <class Environment>
    static constexpr bool applies = tenon::connection_oriented<typename Environment::protocol>;

    template <class Socket>
    static void check_ended(Socket& socket) {
        std::array<std::byte, 16> buffer;
        for (int time = 0; time != 3; ++time) {
            const auto end = take(socket.receive(buffer));
            EXPECT(tenon::mutable_bytes(end).empty());
            if constexpr (tenon::message_oriented<typename Socket::protocol_type>)
                EXPECT(end.end && end.length == 0);
        }
    }

    template <class Environment>
    static void run(Environment& environment) {
        {
            auto both = environment.connect_sockets();
            Environment::send_text(both.local, "before the end");
            auto local = take(std::move(both.local).shutdown_send());
            EXPECT(both.local.empty());
            EXPECT(Environment::receive_text(both.peer, 14) == "before the end");
            check_ended(both.peer);
            // The other direction is open.
            Environment::send_text(both.peer, "still here");
            EXPECT(Environment::receive_text(local, 10) == "still here");
            auto peer = take(std::move(both.peer).shutdown_send());
            check_ended(local);
        }
        {
            auto both = environment.connect_sockets();
            auto local = take(std::move(both.local).shutdown_receive());
            Environment::check_transfer(local, both.peer, "one way");
            EXPECT(Environment::same_endpoint(take(local.remote_endpoint()),
                                              take(both.peer.local_endpoint())));
            local = {};
            check_ended(both.peer);
        }
    }
};

/// The halves of a split socket work in different threads.
struct split {
    static constexpr const char* name = "split: two threads use the halves, both directions work";
    template <class Environment>
    static constexpr bool applies = true;

    template <class Environment>
    static void run(Environment& environment) {
        constexpr int rounds = 50;
        auto both = environment.connect_sockets();
        const int descriptor = both.local.native_handle();
        auto [receiving, sending] = take(std::move(both.local).split());
        EXPECT(both.local.empty() && receiving.native_handle() == descriptor &&
               sending.native_handle() != descriptor);
        EXPECT(Environment::same_endpoint(take(receiving.local_endpoint()),
                                          take(sending.local_endpoint())));

        // One thread sends and another replies, while this thread receives at both ends.
        support::background sender([&, half = std::move(sending)]() mutable -> int {
            for (int round = 0; round != rounds; ++round)
                if (const auto sent = half.send(Environment::message("ping")); !sent)
                    return sent.why().number();
            return 0;
        });
        if constexpr (Environment::wire::kernel_replies) {
            for (int round = 0; round != rounds; ++round)
                EXPECT(Environment::receive_text(receiving, 4) == "ping");
            EXPECT(sender.result() == 0);
        } else {
            auto peer = take(std::move(both.peer).split());
            support::background replier([&, half = std::move(peer.second)]() mutable -> int {
                for (int round = 0; round != rounds; ++round)
                    if (const auto sent = half.send(Environment::message("pong")); !sent)
                        return sent.why().number();
                return 0;
            });
            for (int round = 0; round != rounds; ++round) {
                EXPECT(Environment::receive_text(peer.first, 4) == "ping");
                EXPECT(Environment::receive_text(receiving, 4) == "pong");
            }
            EXPECT(sender.result() == 0 && replier.result() == 0);
        }
    }
};

/// The destruction of a sending half ends the direction, although the receiving half still exists.
struct split_end {
    static constexpr const char* name =
        "split: the sending half is destroyed, the peer receives the end";
    template <class Environment>
    static constexpr bool applies = tenon::connection_oriented<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto both = environment.connect_sockets();
        auto [receiving, sending] = take(std::move(both.local).split());
        Environment::check_transfer(sending, both.peer, "last words");
        {
            const auto ended = std::move(sending);
        }
        half_close::check_ended(both.peer);
        Environment::check_transfer(both.peer, receiving, "still received");
    }
};

}  // namespace matrix
