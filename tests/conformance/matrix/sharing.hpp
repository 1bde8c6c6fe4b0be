// SPDX-License-Identifier: BSL-1.0
#pragma once

// Several users of one socket: through a duplicate, or from another thread.

#include <conformance/matrix/environment.hpp>
#include <conformance/matrix/halves.hpp>
#include <support/background.hpp>

namespace matrix {

struct duplicates {
    static constexpr const char* name = "duplicate: the original is closed, the duplicate works";
    template <class Environment>
    static constexpr bool applies = true;

    template <class Environment>
    static void run(Environment& environment) {
        auto both = environment.connect_sockets();
        auto duplicate = take(both.local.duplicate());
        EXPECT(duplicate.native_handle() != both.local.native_handle());
        EXPECT(Environment::same_endpoint(take(duplicate.local_endpoint()),
                                          take(both.local.local_endpoint())));
        Environment::check_transfer(both.local,
                                    Environment::wire::kernel_replies ? both.local : both.peer,
                                    "from the original");
        take(both.local.close());
        Environment::check_transfer(duplicate,
                                    Environment::wire::kernel_replies ? duplicate : both.peer,
                                    "from the duplicate");
        if constexpr (!Environment::wire::kernel_replies)
            Environment::check_transfer(both.peer, duplicate, "to the duplicate");

        // If one of two duplicates is bound, both are.
        auto open = environment.open();
        auto unbound = take(open.duplicate());
        auto bound = take(std::move(open).bind(Environment::endpoints::at(2)));
        auto bound_too =
            std::move(unbound).template become<typename Environment::protocol, tenon::bound>();
        EXPECT(Environment::same_endpoint(take(bound_too.local_endpoint()),
                                          take(bound.local_endpoint())));

        if constexpr (tenon::may_listen<typename Environment::protocol>) {
            auto listener = environment.listen(3);
            auto second = take(listener.duplicate());
            take(listener.close());
            auto client = take(tenon::connect<typename Environment::protocol>(
                environment.driver(), take(second.local_endpoint())));
            auto server = take(second.accept());
            Environment::check_transfer(client, server, "through the duplicate");
        }
    }
};

/// shutdown wakes each thread that waits on the socket. After that, no data is sent or received.
struct shutdown_wakes {
    static constexpr const char* name = "shutdown: another thread waits, it wakes";
    template <class Environment>
    static constexpr bool applies = Environment::wire::has_shutdown;

    static constexpr int seen_end = -1;

    /// Receives; returns the error, or `seen_end` at the end, or 0.
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
            auto both = environment.connect_sockets();
            support::background waiting([&] { return receive_end(both.local); });
            EXPECT(waiting.sleeps());
            take(both.local.shutdown());
            EXPECT(waiting.result() == seen_end);
            EXPECT(receive_end(both.local) == seen_end);
            const auto too_late = both.local.send(Environment::message("too late"));
            if constexpr (Environment::wire::shutdown_stops_sending)
                expect_error(too_late, std::errc::broken_pipe);
            if constexpr (tenon::connection_oriented<typename Environment::protocol>)
                half_close::check_ended(both.peer);
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

/// A listener as a range: each iteration accepts a connection, until the listener is shut down.
struct iteration {
    static constexpr const char* name = "begin: a listener as a range, shutdown ends the loop";
    template <class Environment>
    static constexpr bool applies = tenon::may_listen<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        auto listener = environment.listen();
        const auto destination = take(listener.local_endpoint());
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
            auto socket = take(
                tenon::connect<typename Environment::protocol>(environment.driver(), destination));
            Environment::check_transfer(socket, socket, "sent back");
        }
        EXPECT(server.sleeps());
        take(listener.shutdown());
        EXPECT(server.result() == 3);
    }
};

}  // namespace matrix
