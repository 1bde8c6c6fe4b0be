// SPDX-License-Identifier: BSL-1.0
#pragma once

// Connecting where it fails: the socket stays what it was, and is ready for another attempt.

#include <matrix/here.hpp>

namespace matrix {

struct refusal {
    static constexpr const char* name = "refused, then connected";
    template <class Here>
    static constexpr bool applies = tenon::may_listen<typename Here::protocol>;

    template <class Here>
    static void run(Here& here) {
        using protocol = typename Here::protocol;
        // Bound and not listening: nobody else gets the place, and nobody is there.
        auto deaf = here.bind(0);
        const auto nobody = take(deaf.local_endpoint());
        auto listener = here.listen(1);
        const auto somebody = take(listener.local_endpoint());

        {
            expect_error(tenon::connect<protocol>(here.driver(), nobody), std::errc::connection_refused);
            auto socket = here.open();
            const int descriptor = socket.native_handle();
            for (int time = 0; time != 2; ++time)
                expect_error(std::move(socket).connect(nobody), std::errc::connection_refused);
            EXPECT(socket.native_handle() == descriptor);
            auto near = take(std::move(socket).connect(somebody));
            EXPECT(near.native_handle() == descriptor);
            auto far = take(listener.accept());
            Here::check_talk(near, far, "after all");
            Here::check_talk(far, near, "indeed");
        }
        {
            // From a place of its own, which it keeps.
            auto socket = here.bind(2);
            const auto place = take(socket.local_endpoint());
            expect_error(std::move(socket).connect(nobody), std::errc::connection_refused);
            EXPECT(take(socket.local_endpoint()) == place);
            expect_error(tenon::bind<protocol>(here.driver(), place), std::errc::address_in_use);
            auto near = take(std::move(socket).connect(somebody));
            EXPECT(take(near.local_endpoint()) == place);
            auto [far, from] = take(listener.accept_from());
            EXPECT(from == place);
            Here::check_talk(near, far, "from there");
        }
        {
            // Or it listens.
            auto socket = here.bind(2);
            const auto place = take(socket.local_endpoint());
            expect_error(std::move(socket).connect(nobody), std::errc::connection_refused);
            auto turned = take(std::move(socket).listen());
            auto near = take(tenon::connect<protocol>(here.driver(), place));
            auto far = take(turned.accept());
            Here::check_talk(near, far, "the other way round");
        }
    }
};

/// The same without a connection: where no route leads.
struct no_route {
    static constexpr const char* name = "no route, then a peer";
    template <class Here>
    static constexpr bool applies = tenon::connectionless<typename Here::protocol> && requires { Here::place::unreachable(0); };

    template <class Here>
    static void run(Here& here) {
        if (!support::own_network())
            skip("in the machine's network there may be a route");
        // The port of a raw socket is its protocol, or nothing.
        const auto nowhere = Here::place::unreachable(tenon::receives_unbound<typename Here::protocol> ? 0 : 9);
        auto far = here.bind(1);
        const auto there = Here::elsewhere(far);

        auto socket = here.open();
        expect_error(std::move(socket).connect(nowhere), std::errc::network_unreachable);
        expect_error(socket.send_to(Here::message("lost"), nowhere), std::errc::network_unreachable);
        auto near = take(std::move(socket).connect(there));
        Here::say(near, "found");

        auto bound = here.bind(0);
        const auto place = take(bound.local_endpoint());
        expect_error(std::move(bound).connect(nowhere), std::errc::network_unreachable);
        EXPECT(Here::same_place(take(bound.local_endpoint()), place));
        auto again = take(std::move(bound).connect(there));
        EXPECT(Here::same_place(take(again.local_endpoint()), place));
        Here::say(again, "found too");
        if constexpr (!Here::wire::echoes) {
            std::array<std::byte, 64> buffer;
            EXPECT(Here::text_in(take(far.receive_from(buffer)).data) == "found");
            const auto got = take(far.receive_from(buffer));
            EXPECT(Here::text_in(got.data) == "found too" && Here::same_place(got.from, place));
        }
    }
};

/// A place that is taken is refused, and the socket can be bound to another.
struct double_bind {
    static constexpr const char* name = "a place that is taken";
    static constexpr bool performs_nothing = true;
    template <class Here>
    static constexpr bool applies = Here::wire::owns_its_place;

    template <class Here>
    static void run(Here& here) {
        auto first = here.bind(0);
        const auto place = take(first.local_endpoint());
        auto second = here.open();
        expect_error(std::move(second).bind(place), std::errc::address_in_use);
        EXPECT(!second.empty());
        auto bound = take(std::move(second).bind(Here::place::party(1)));
        EXPECT(take(bound.local_endpoint()) != place);
        expect_error(tenon::bind<typename Here::protocol>(here.driver(), place), std::errc::address_in_use);
    }
};

}  // namespace matrix
