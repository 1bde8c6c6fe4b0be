// SPDX-License-Identifier: BSL-1.0
#pragma once

// Connections: how they are made, and what is said on them.

#include <conformance/matrix/environment.hpp>

namespace matrix {

/// bind, listen, connect, accept, talk, close.
struct conversation {
    static constexpr const char* name = "conversation";
    template <class Environment>
    static constexpr bool applies = tenon::may_listen<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        using protocol = typename Environment::protocol;
        auto listener = take(environment.bind(0).listen());
        const auto there = take(listener.local_endpoint());

        auto near = take(tenon::connect<protocol>(environment.driver(), there));
        auto [far, from] = take(listener.accept_from());
        EXPECT(from == take(near.local_endpoint()));
        EXPECT(take(far.remote_endpoint()) == from);
        EXPECT(take(far.local_endpoint()) == there);
        EXPECT(take(near.remote_endpoint()) == there);

        Environment::check_talk(near, far, "one");
        Environment::check_talk(far, near, "another");
        Environment::check_talk(near, far, "and a third");

        // A second, from a socket that has chosen its place.
        auto chosen = environment.bind(1);
        const auto place = take(chosen.local_endpoint());
        auto second = take(std::move(chosen).connect(there));
        EXPECT(chosen.empty());
        EXPECT(take(second.local_endpoint()) == place);
        auto accepted = take(listener.accept());
        EXPECT(take(accepted.remote_endpoint()) == place);
        Environment::check_talk(second, accepted, "from the second");
        Environment::check_talk(far, near, "the first goes on");

        take(near.close());
        EXPECT(near.empty());
        std::array<std::byte, 16> buffer;
        const auto end = take(far.receive(buffer));
        EXPECT(tenon::mutable_bytes(end).empty());
    }
};

/// Two ends that begin connected.
struct pairing {
    static constexpr const char* name = "connected pair";
    template <class Environment>
    static constexpr bool applies = tenon::makes_pairs<typename Environment::family>;

    template <class Environment>
    static void run(Environment& environment) {
        using protocol = typename Environment::protocol;
        using family = typename Environment::family;
        constexpr tenon::options::receive_buffer_size size{65536};
        auto [one, other] = take(tenon::connected_pair<protocol, family>(environment.driver(), size));
        EXPECT(take(one.get(size)) >= 65536 && take(other.get(size)) >= 65536);
        EXPECT(take(one.local_endpoint()).is_unnamed() && take(other.remote_endpoint()).is_unnamed());
        Environment::check_talk(one, other, "there");
        Environment::check_talk(other, one, "and back");
    }
};

}  // namespace matrix
