// SPDX-License-Identifier: BSL-1.0
#pragma once

// Directions: shut one by one, or given to different owners.

#include <conformance/matrix/environment.hpp>
#include <support/background.hpp>

namespace matrix {

/// Each end shuts its sending direction; what was under way arrives, and the end is seen every time.
struct half_close {
    static constexpr const char* name = "half close";
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
            auto talk = environment.converse();
            Environment::say(talk.near, "before the end");
            auto near = take(std::move(talk.near).shutdown_send());
            EXPECT(talk.near.empty());
            EXPECT(Environment::hear(talk.far, 14) == "before the end");
            check_ended(talk.far);
            // The other direction is open.
            Environment::say(talk.far, "still here");
            EXPECT(Environment::hear(near, 10) == "still here");
            auto far = take(std::move(talk.far).shutdown_send());
            check_ended(near);
        }
        {
            auto talk = environment.converse();
            auto near = take(std::move(talk.near).shutdown_receive());
            Environment::check_talk(near, talk.far, "one way");
            EXPECT(Environment::same_place(take(near.remote_endpoint()), take(talk.far.local_endpoint())));
            near = {};
            check_ended(talk.far);
        }
    }
};

/// The halves of a split socket work in different threads, and the end of the sending one is heard.
struct split {
    static constexpr const char* name = "split";
    template <class Environment>
    static constexpr bool applies = true;

    template <class Environment>
    static void run(Environment& environment) {
        constexpr int rounds = 50;
        auto talk = environment.converse();
        const int descriptor = talk.near.native_handle();
        auto [hearing, saying] = take(std::move(talk.near).split());
        EXPECT(talk.near.empty() && hearing.native_handle() == descriptor && saying.native_handle() != descriptor);
        EXPECT(Environment::same_place(take(hearing.local_endpoint()), take(saying.local_endpoint())));

        // One thread sends and another answers, while this one hears the answers.
        support::background sender([&, half = std::move(saying)]() mutable -> int {
            for (int round = 0; round != rounds; ++round)
                if (const auto sent = half.send(Environment::message("ping")); !sent)
                    return sent.why().number();
            return 0;
        });
        if constexpr (Environment::wire::echoes) {
            for (int round = 0; round != rounds; ++round)
                EXPECT(Environment::hear(hearing, 4) == "ping");
            EXPECT(sender.result() == 0);
        } else {
            auto far = take(std::move(talk.far).split());
            support::background answerer([&, half = std::move(far.second)]() mutable -> int {
                for (int round = 0; round != rounds; ++round)
                    if (const auto sent = half.send(Environment::message("pong")); !sent)
                        return sent.why().number();
                return 0;
            });
            for (int round = 0; round != rounds; ++round) {
                EXPECT(Environment::hear(far.first, 4) == "ping");
                EXPECT(Environment::hear(hearing, 4) == "pong");
            }
            EXPECT(sender.result() == 0 && answerer.result() == 0);
        }
    }
};

/// Where there is a connection, the peer hears of the end of the sending half although the receiving one lives.
struct split_end {
    static constexpr const char* name = "the end of a sending half";
    template <class Environment>
    static constexpr bool applies = tenon::connection_oriented<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto talk = environment.converse();
        auto [hearing, saying] = take(std::move(talk.near).split());
        Environment::check_talk(saying, talk.far, "last words");
        {
            const auto ended = std::move(saying);
        }
        half_close::check_ended(talk.far);
        Environment::check_talk(talk.far, hearing, "heard all the same");
    }
};

}  // namespace matrix
