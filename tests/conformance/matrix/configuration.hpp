// SPDX-License-Identifier: BSL-1.0
#pragma once

// Options, and descriptors that are released and adopted.

#include <fcntl.h>
#include <unistd.h>

#include <conformance/matrix/environment.hpp>

namespace matrix {

/// Every option that applies, in every state: `get` returns the value that was set.
struct settings {
    static constexpr const char* name = "options: set in each state, get returns the value";
    template <class Environment>
    static constexpr bool applies = true;

    template <class Option, class Socket>
    static void check(Socket& socket, Option wanted) {
        using protocol = typename Socket::protocol_type;
        using family = typename Socket::family_type;
        if constexpr (tenon::settable_on<Option, protocol, family, typename Socket::state_type>) {
            take(socket.set(wanted));
            const auto found = take(socket.get(wanted));
            if constexpr (std::same_as<Option, tenon::options::receive_buffer_size> ||
                          std::same_as<Option, tenon::options::send_buffer_size>)
                EXPECT(found >= wanted.value);
            else if constexpr (std::same_as<Option, tenon::options::linger>)
                // The system keeps the seconds even if the option is off.
                EXPECT(found.on == wanted.value.on &&
                       (!found.on || found.seconds == wanted.value.seconds));
            else
                EXPECT(found == wanted.value);
        } else if constexpr (tenon::gettable_on<Option, protocol, family>) {
            take(socket.template get<Option>());
        }
    }

    template <class Environment, class Socket>
    static void check_all(Socket& socket) {
        namespace options = tenon::options;
        check(socket, options::receive_buffer_size(40'000));
        check(socket, options::send_buffer_size(50'000));
        check(socket, options::linger({true, 3}));
        check(socket, options::linger({false, 0}));
        check(socket, options::broadcast(true));
        check(socket, options::no_delay(true));
        check(socket, options::no_delay(false));
        check(socket, options::header_included(true));
        check(socket, options::header_included(false));
        check(socket, options::v6_only(true));
        if constexpr (Environment::wire::has_all_options) {
            check(socket, options::reuse_address(true));
            check(socket, options::reuse_address(false));
            check(socket, options::time_to_live(5));
            check(socket, options::unicast_hops(7));
        }
        EXPECT(take(socket.template get<options::error>()).value() == 0);
    }

    template <class Environment>
    static void run(Environment& environment) {
        auto open = environment.open();
        check_all<Environment>(open);
        auto bound = environment.bind(0);
        check_all<Environment>(bound);
        auto both = environment.connect_sockets();
        check_all<Environment>(both.local);
        Environment::check_transfer(both.local, both.receiver(), "still usable");
        if constexpr (tenon::may_listen<typename Environment::protocol>) {
            constexpr tenon::options::receive_buffer_size size(40'000);
            auto listener = take(tenon::listen<typename Environment::protocol>(
                environment.driver(), Environment::endpoints::at(0), tenon::backlog(3), size));
            EXPECT(take(listener.get(size)) >= 40'000);
            check_all<Environment>(listener);
        }
        // As an argument of a verb.
        constexpr tenon::options::send_buffer_size size(50'000);
        auto opened = take(environment.try_open(size));
        EXPECT(take(opened.get(size)) >= 50'000);
        auto bound_with_size = take(tenon::bind<typename Environment::protocol>(
            environment.driver(), Environment::endpoints::at(1), size));
        EXPECT(take(bound_with_size.get(size)) >= 50'000);
    }
};

/// In every state, a descriptor is released and adopted. `adopt` refuses it in a wrong state or
/// with a wrong socket type, and leaves it unchanged.
struct adoption {
    static constexpr const char* name =
        "adopt: a released descriptor in each state, the socket works as before";
    template <class Environment>
    static constexpr bool applies = true;

    template <class Environment, class Socket>
    static Socket round_trip(const Environment& environment, Socket& socket) {
        using protocol = typename Environment::protocol;
        using family = typename Environment::family;
        using state = typename Socket::state_type;
        const int descriptor = socket.release();
        EXPECT(socket.empty() && descriptor >= 0);

        using other =
            std::conditional_t<tenon::may_accept<state>, tenon::connected, tenon::listening>;
        expect_error(tenon::adopt<protocol, family, other>(environment.driver(), descriptor),
                     tenon::errc::wrong_state);
        using other_type =
            std::conditional_t<tenon::byte_stream<protocol>, tenon::datagram, tenon::stream>;
        expect_error(
            tenon::adopt<other_type, tenon::unix_domain, state>(environment.driver(), descriptor),
            tenon::errc::wrong_socket_type);

        ::fcntl(descriptor, F_SETFD, 0);
        auto adopted =
            take(tenon::adopt<protocol, family, state>(environment.driver(), descriptor));
        EXPECT(adopted.native_handle() == descriptor);
        EXPECT((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
        return adopted;
    }

    template <class Environment>
    static void run(Environment& environment) {
        if constexpr (Environment::wire::reports_peer) {
            auto open = environment.open();
            auto open_again = round_trip(environment, open);
            auto bound = take(std::move(open_again).bind(Environment::endpoints::at(2)));
            const auto endpoint = take(bound.local_endpoint());
            auto bound_again = round_trip(environment, bound);
            EXPECT(take(bound_again.local_endpoint()) == endpoint);
            if constexpr (tenon::may_listen<typename Environment::protocol>) {
                auto listener = take(std::move(bound_again).listen());
                auto listener_again = round_trip(environment, listener);
                auto local = take(
                    tenon::connect<typename Environment::protocol>(environment.driver(), endpoint));
                auto peer = take(listener_again.accept());
                Environment::check_transfer(local, peer, "accepted");
            }
        }
        auto both = environment.connect_sockets();
        auto local = round_trip(environment, both.local);
        Environment::check_transfer(local, Environment::wire::kernel_replies ? local : both.peer,
                                    "adopted");

        expect_error(tenon::adopt<typename Environment::protocol, typename Environment::family,
                                  tenon::opened>(environment.driver(), -1),
                     std::errc::bad_file_descriptor);
        int ends[2];
        EXPECT(::pipe(ends) == 0);
        expect_error(tenon::adopt<typename Environment::protocol, typename Environment::family,
                                  tenon::opened>(environment.driver(), ends[0]),
                     std::errc::not_a_socket);
        EXPECT(::close(ends[0]) == 0 && ::close(ends[1]) == 0);
    }
};

}  // namespace matrix
