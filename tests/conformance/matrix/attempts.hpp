// SPDX-License-Identifier: BSL-1.0
#pragma once

// Attempts to connect and to bind that fail: the socket keeps its state, and another attempt can
// succeed.

#include <conformance/matrix/environment.hpp>

namespace matrix {

struct refusal {
    static constexpr const char* name =
        "connect: after a refusal, the socket can connect or listen";
    template <class Environment>
    static constexpr bool applies = tenon::may_listen<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        using protocol = typename Environment::protocol;
        // A socket that is bound and does not listen reserves an endpoint that refuses connections.
        auto not_listening = environment.bind(0);
        const auto refusing_endpoint = take(not_listening.local_endpoint());
        auto listener = environment.listen(1);
        const auto listening_endpoint = take(listener.local_endpoint());

        {
            expect_error(tenon::connect<protocol>(environment.driver(), refusing_endpoint),
                         std::errc::connection_refused);
            auto socket = environment.open();
            const int descriptor = socket.native_handle();
            for (int time = 0; time != 2; ++time)
                expect_error(std::move(socket).connect(refusing_endpoint),
                             std::errc::connection_refused);
            EXPECT(socket.native_handle() == descriptor);
            auto local = take(std::move(socket).connect(listening_endpoint));
            EXPECT(local.native_handle() == descriptor);
            auto peer = take(listener.accept());
            Environment::check_transfer(local, peer, "after all");
            Environment::check_transfer(peer, local, "indeed");
        }
        {
            // A bound socket keeps its endpoint.
            auto socket = environment.bind(2);
            const auto endpoint = take(socket.local_endpoint());
            expect_error(std::move(socket).connect(refusing_endpoint),
                         std::errc::connection_refused);
            EXPECT(take(socket.local_endpoint()) == endpoint);
            expect_error(tenon::bind<protocol>(environment.driver(), endpoint),
                         std::errc::address_in_use);
            auto local = take(std::move(socket).connect(listening_endpoint));
            EXPECT(take(local.local_endpoint()) == endpoint);
            auto [peer, from] = take(listener.accept_from());
            EXPECT(from == endpoint);
            Environment::check_transfer(local, peer, "from its endpoint");
        }
        {
            // A bound socket can listen after a refusal.
            auto socket = environment.bind(2);
            const auto endpoint = take(socket.local_endpoint());
            expect_error(std::move(socket).connect(refusing_endpoint),
                         std::errc::connection_refused);
            auto now_listening = take(std::move(socket).listen());
            auto local = take(tenon::connect<protocol>(environment.driver(), endpoint));
            auto peer = take(now_listening.accept());
            Environment::check_transfer(local, peer, "the other way round");
        }
    }
};

/// The same for a connectionless socket, to an endpoint without a route.
struct no_route {
    static constexpr const char* name =
        "connect: after network_unreachable, the socket can have a peer";
    template <class Environment>
    static constexpr bool applies = tenon::connectionless<typename Environment::protocol> &&
                                    requires { Environment::endpoints::unreachable(0); };

    template <class Environment>
    static void run(Environment& environment) {
        if (!support::enter_network_namespace())
            skip("needs a network namespace: the network of the machine can have a route");
        // The port of a raw socket is its protocol, or 0.
        const auto unreachable = Environment::endpoints::unreachable(
            tenon::receives_unbound<typename Environment::protocol> ? 0 : 9);
        auto peer = environment.bind(1);
        const auto destination = Environment::destination(peer);

        auto socket = environment.open();
        expect_error(std::move(socket).connect(unreachable), std::errc::network_unreachable);
        expect_error(socket.send_to(Environment::message("lost"), unreachable),
                     std::errc::network_unreachable);
        auto local = take(std::move(socket).connect(destination));
        Environment::send_text(local, "found");

        auto bound = environment.bind(0);
        const auto endpoint = take(bound.local_endpoint());
        expect_error(std::move(bound).connect(unreachable), std::errc::network_unreachable);
        EXPECT(Environment::same_endpoint(take(bound.local_endpoint()), endpoint));
        auto again = take(std::move(bound).connect(destination));
        EXPECT(Environment::same_endpoint(take(again.local_endpoint()), endpoint));
        Environment::send_text(again, "found too");
        if constexpr (!Environment::wire::kernel_replies) {
            std::array<std::byte, 64> buffer;
            EXPECT(Environment::text_in(take(peer.receive_from(buffer)).data) == "found");
            const auto got = take(peer.receive_from(buffer));
            EXPECT(Environment::text_in(got.data) == "found too" &&
                   Environment::same_endpoint(got.from, endpoint));
        }
    }
};

/// A socket that bind has refused can be bound to another endpoint.
struct double_bind {
    static constexpr const char* name =
        "bind: the endpoint is in use, the socket can be bound to another";
    static constexpr bool performs_nothing = true;
    template <class Environment>
    static constexpr bool applies = Environment::wire::one_socket_per_endpoint;

    template <class Environment>
    static void run(Environment& environment) {
        auto first = environment.bind(0);
        const auto endpoint = take(first.local_endpoint());
        auto second = environment.open();
        expect_error(std::move(second).bind(endpoint), std::errc::address_in_use);
        EXPECT(!second.empty());
        auto bound = take(std::move(second).bind(Environment::endpoints::at(1)));
        EXPECT(take(bound.local_endpoint()) != endpoint);
        expect_error(tenon::bind<typename Environment::protocol>(environment.driver(), endpoint),
                     std::errc::address_in_use);
    }
};

}  // namespace matrix
