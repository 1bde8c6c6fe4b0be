// SPDX-License-Identifier: BSL-1.0
#pragma once

// Connecting where it fails: the socket stays what it was, and is ready for another attempt.

#include <conformance/matrix/environment.hpp>

namespace matrix {

struct refusal {
    static constexpr const char* name = "refused, then connected";
    template <class Environment>
    static constexpr bool applies = tenon::may_listen<typename Environment::protocol>;

    template <class Environment>
    static void run(Environment& environment) {
        using protocol = typename Environment::protocol;
        // Bound and not listening: nobody else gets the place, and nobody is there.
        auto deaf = environment.bind(0);
        const auto nobody = take(deaf.local_endpoint());
        auto listener = environment.listen(1);
        const auto somebody = take(listener.local_endpoint());

        {
            expect_error(tenon::connect<protocol>(environment.driver(), nobody), std::errc::connection_refused);
            auto socket = environment.open();
            const int descriptor = socket.native_handle();
            for (int time = 0; time != 2; ++time)
                expect_error(std::move(socket).connect(nobody), std::errc::connection_refused);
            EXPECT(socket.native_handle() == descriptor);
            auto near = take(std::move(socket).connect(somebody));
            EXPECT(near.native_handle() == descriptor);
            auto far = take(listener.accept());
            Environment::check_talk(near, far, "after all");
            Environment::check_talk(far, near, "indeed");
        }
        {
            // From a place of its own, which it keeps.
            auto socket = environment.bind(2);
            const auto place = take(socket.local_endpoint());
            expect_error(std::move(socket).connect(nobody), std::errc::connection_refused);
            EXPECT(take(socket.local_endpoint()) == place);
            expect_error(tenon::bind<protocol>(environment.driver(), place), std::errc::address_in_use);
            auto near = take(std::move(socket).connect(somebody));
            EXPECT(take(near.local_endpoint()) == place);
            auto [far, from] = take(listener.accept_from());
            EXPECT(from == place);
            Environment::check_talk(near, far, "from there");
        }
        {
            // Or it listens.
            auto socket = environment.bind(2);
            const auto place = take(socket.local_endpoint());
            expect_error(std::move(socket).connect(nobody), std::errc::connection_refused);
            auto turned = take(std::move(socket).listen());
            auto near = take(tenon::connect<protocol>(environment.driver(), place));
            auto far = take(turned.accept());
            Environment::check_talk(near, far, "the other way round");
        }
    }
};

/// The same without a connection: where no route leads.
struct no_route {
    static constexpr const char* name = "no route, then a peer";
    template <class Environment>
    static constexpr bool applies =
        tenon::connectionless<typename Environment::protocol> && requires { Environment::place::unreachable(0); };

    template <class Environment>
    static void run(Environment& environment) {
        if (!support::enter_network_namespace())
            skip("in the machine's network there may be a route");
        // The port of a raw socket is its protocol, or nothing.
        const auto nowhere = Environment::place::unreachable(tenon::receives_unbound<typename Environment::protocol> ? 0 : 9);
        auto far = environment.bind(1);
        const auto there = Environment::elsewhere(far);

        auto socket = environment.open();
        expect_error(std::move(socket).connect(nowhere), std::errc::network_unreachable);
        expect_error(socket.send_to(Environment::message("lost"), nowhere), std::errc::network_unreachable);
        auto near = take(std::move(socket).connect(there));
        Environment::say(near, "found");

        auto bound = environment.bind(0);
        const auto place = take(bound.local_endpoint());
        expect_error(std::move(bound).connect(nowhere), std::errc::network_unreachable);
        EXPECT(Environment::same_place(take(bound.local_endpoint()), place));
        auto again = take(std::move(bound).connect(there));
        EXPECT(Environment::same_place(take(again.local_endpoint()), place));
        Environment::say(again, "found too");
        if constexpr (!Environment::wire::echoes) {
            std::array<std::byte, 64> buffer;
            EXPECT(Environment::text_in(take(far.receive_from(buffer)).data) == "found");
            const auto got = take(far.receive_from(buffer));
            EXPECT(Environment::text_in(got.data) == "found too" && Environment::same_place(got.from, place));
        }
    }
};

/// A place that is taken is refused, and the socket can be bound to another.
struct double_bind {
    static constexpr const char* name = "a place that is taken";
    static constexpr bool performs_nothing = true;
    template <class Environment>
    static constexpr bool applies = Environment::wire::owns_its_place;

    template <class Environment>
    static void run(Environment& environment) {
        auto first = environment.bind(0);
        const auto place = take(first.local_endpoint());
        auto second = environment.open();
        expect_error(std::move(second).bind(place), std::errc::address_in_use);
        EXPECT(!second.empty());
        auto bound = take(std::move(second).bind(Environment::place::party(1)));
        EXPECT(take(bound.local_endpoint()) != place);
        expect_error(tenon::bind<typename Environment::protocol>(environment.driver(), place), std::errc::address_in_use);
    }
};

}  // namespace matrix
