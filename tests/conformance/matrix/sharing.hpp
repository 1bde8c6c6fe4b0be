// SPDX-License-Identifier: BSL-1.0
#pragma once

// What others do with the same socket: through a duplicate, or from another thread.

#include <conformance/matrix/environment.hpp>
#include <conformance/matrix/halves.hpp>
#include <support/background.hpp>

namespace matrix {

struct duplicates {
    static constexpr const char* name = "duplicate";
    template <class Environment>
    static constexpr bool applies = true;

    template <class Environment>
    static void run(Environment& environment) {
        auto talk = environment.converse();
        auto twin = take(talk.near.duplicate());
        EXPECT(twin.native_handle() != talk.near.native_handle());
        EXPECT(Environment::same_place(take(twin.local_endpoint()), take(talk.near.local_endpoint())));
        Environment::check_talk(talk.near, Environment::wire::echoes ? talk.near : talk.far, "from the one");
        take(talk.near.close());
        Environment::check_talk(twin, Environment::wire::echoes ? twin : talk.far, "from the twin");
        if constexpr (!Environment::wire::echoes)
            Environment::check_talk(talk.far, twin, "to the twin");

        // Of one that is not bound: both are.
        auto open = environment.open();
        auto same = take(open.duplicate());
        auto bound = take(std::move(open).bind(Environment::place::party(2)));
        auto also = std::move(same).template become<typename Environment::protocol, tenon::bound>();
        EXPECT(Environment::same_place(take(also.local_endpoint()), take(bound.local_endpoint())));

        if constexpr (tenon::may_listen<typename Environment::protocol>) {
            auto listener = environment.listen(3);
            auto second = take(listener.duplicate());
            take(listener.close());
            auto client =
                take(tenon::connect<typename Environment::protocol>(environment.driver(), take(second.local_endpoint())));
            auto server = take(second.accept());
            Environment::check_talk(client, server, "through the duplicate");
        }
    }
};

/// Whoever waits on a socket is woken, and nothing goes through it any more.
struct interruption {
    static constexpr const char* name = "shutdown";
    template <class Environment>
    static constexpr bool applies = Environment::wire::can_be_shut;

    static constexpr int seen_end = -1;

    /// The error that a waiting `receive` is left with, or `seen_end`.
    template <class Socket>
    static int receive_end(Socket& socket) {
        std::array<std::byte, 64> buffer;
        const auto got = socket.receive(buffer);
        if (!got)
            return got.why().number();
        if constexpr (tenon::message_oriented<typename Socket::protocol_type>)
            return got->end ? seen_end : 0;
        else
            return got->empty() ? seen_end : 0;
    }

    template <class Environment>
    static void run(Environment& environment) {
        {
            auto talk = environment.converse();
            support::background waiting([&] { return receive_end(talk.near); });
            EXPECT(waiting.sleeps());
            take(talk.near.shutdown());
            EXPECT(waiting.result() == seen_end);
            EXPECT(receive_end(talk.near) == seen_end);
            const auto too_late = talk.near.send(Environment::message("too late"));
            if constexpr (Environment::wire::stops_when_shut)
                expect_error(too_late, std::errc::broken_pipe);
            if constexpr (tenon::connection_oriented<typename Environment::protocol>)
                half_close::check_ended(talk.far);
        }
        if constexpr (tenon::may_listen<typename Environment::protocol>) {
            auto listener = environment.listen();
            support::background waiting([&] { return error_number(listener.accept()); });
            EXPECT(waiting.sleeps());
            take(listener.shutdown());
            EXPECT(waiting.result() == ECANCELED);
            expect_error(listener.accept_from(), std::errc::operation_canceled);
        }
        if constexpr (tenon::connectionless<typename Environment::protocol>) {
            auto socket = environment.bind(0);
            support::background waiting([&] {
                std::array<std::byte, 64> buffer;
                return error_number(socket.receive_from(buffer));
            });
            EXPECT(waiting.sleeps());
            take(socket.shutdown());
            EXPECT(waiting.result() == ECANCELED);
        }
    }
};

/// A listener as a range: a connection each turn, until it is shut down.
struct iteration {
    static constexpr const char* name = "iterate";
    template <class Environment>
    static constexpr bool applies = tenon::may_listen<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto listener = environment.listen();
        const auto there = take(listener.local_endpoint());
        support::background server([&] {
            int served = 0;
            for (auto&& peer : listener) {
                std::array<std::byte, 64> buffer;
                if (!peer)
                    return -1;
                const auto got = peer->receive(buffer);
                if (!got || !peer->send(tenon::mutable_bytes(*got)))
                    return -2;
                ++served;
            }
            return served;
        });
        for (int client = 0; client != 3; ++client) {
            auto socket = take(tenon::connect<typename Environment::protocol>(environment.driver(), there));
            Environment::check_talk(socket, socket, "heard and repeated");
        }
        EXPECT(server.sleeps());
        take(listener.shutdown());
        EXPECT(server.result() == 3);
    }
};

}  // namespace matrix
