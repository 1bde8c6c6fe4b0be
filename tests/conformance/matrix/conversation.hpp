// SPDX-License-Identifier: BSL-1.0
#pragma once

// Connections: how they are made, and that both ends can send and receive.

#include <conformance/matrix/environment.hpp>

namespace matrix {

/// bind, listen, connect, accept, send, receive, close.
struct conversation {
    static constexpr const char* name =
        "connect, accept: two connections to a listener, each transfers data both ways";
    template <class Environment>
    static constexpr bool applies = tenon::may_listen<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        using protocol = typename Environment::protocol;
        auto listener = take(environment.bind(0).listen());
        const auto destination = take(listener.local_endpoint());

        auto local = take(tenon::connect<protocol>(environment.driver(), destination));
        auto [peer, from] = take(listener.accept_from());
        EXPECT(from == take(local.local_endpoint()));
        EXPECT(take(peer.remote_endpoint()) == from);
        EXPECT(take(peer.local_endpoint()) == destination);
        EXPECT(take(local.remote_endpoint()) == destination);

        Environment::check_transfer(local, peer, "one");
        Environment::check_transfer(peer, local, "another");
        Environment::check_transfer(local, peer, "and a third");

        // A second connection, from a bound socket.
        auto bound = environment.bind(1);
        const auto endpoint = take(bound.local_endpoint());
        auto second = take(std::move(bound).connect(destination));
        EXPECT(bound.empty());
        EXPECT(take(second.local_endpoint()) == endpoint);
        auto accepted = take(listener.accept());
        EXPECT(take(accepted.remote_endpoint()) == endpoint);
        Environment::check_transfer(second, accepted, "from the second");
        Environment::check_transfer(peer, local, "the first goes on");

        take(local.close());
        EXPECT(local.empty());
        std::array<std::byte, 16> buffer;
        const auto end = take(peer.receive(buffer));
        EXPECT(tenon::mutable_bytes(end).empty());
    }
};

/// Two sockets that are connected from the beginning.
struct connected_pairs {
    static constexpr const char* name =
        "connected_pair: with an option, both sockets have it and transfer data both ways";
    template <class Environment>
    static constexpr bool applies = tenon::makes_pairs<typename Environment::family>;

    template <class Environment>
    static void run(Environment& environment) {
        using protocol = typename Environment::protocol;
        using family = typename Environment::family;
        constexpr tenon::options::receive_buffer_size size{65536};
        auto [one, other] =
            take(tenon::connected_pair<protocol, family>(environment.driver(), size));
        EXPECT(take(one.get(size)) >= 65536 && take(other.get(size)) >= 65536);
        EXPECT(take(one.local_endpoint()).is_unnamed() &&
               take(other.remote_endpoint()).is_unnamed());
        Environment::check_transfer(one, other, "there");
        Environment::check_transfer(other, one, "and back");
    }
};

}  // namespace matrix
