// SPDX-License-Identifier: BSL-1.0
#pragma once

// What can be set and asked, and descriptors from elsewhere.

#include <fcntl.h>
#include <unistd.h>

#include <matrix/here.hpp>

namespace matrix {

/// Every option that applies, in every state: what is set is found.
struct settings {
    static constexpr const char* name = "options";
    template <class Here>
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
                // The system keeps the seconds of a time that is not on.
                EXPECT(found.on == wanted.value.on && (!found.on || found.seconds == wanted.value.seconds));
            else
                EXPECT(found == wanted.value);
        } else if constexpr (tenon::gettable_on<Option, protocol, family>) {
            take(socket.template get<Option>());
        }
    }

    template <class Here, class Socket>
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
        if constexpr (Here::wire::has_all_options) {
            check(socket, options::reuse_address(true));
            check(socket, options::reuse_address(false));
            check(socket, options::time_to_live(5));
            check(socket, options::unicast_hops(7));
        }
        EXPECT(take(socket.template get<options::error>()).value() == 0);
    }

    template <class Here>
    static void run(Here& here) {
        auto open = here.open();
        check_all<Here>(open);
        auto bound = here.bind(0);
        check_all<Here>(bound);
        auto talk = here.converse();
        check_all<Here>(talk.near);
        Here::check_talk(talk.near, talk.hearer(), "none the worse");
        if constexpr (tenon::may_listen<typename Here::protocol>) {
            constexpr tenon::options::receive_buffer_size size(40'000);
            auto listener =
                take(tenon::listen<typename Here::protocol>(here.driver(), Here::place::party(0), tenon::backlog(3), size));
            EXPECT(take(listener.get(size)) >= 40'000);
            check_all<Here>(listener);
        }
        // In the tail of a verb.
        constexpr tenon::options::send_buffer_size size(50'000);
        auto opened = take(here.try_open(size));
        EXPECT(take(opened.get(size)) >= 50'000);
        auto placed = take(tenon::bind<typename Here::protocol>(here.driver(), Here::place::party(1), size));
        EXPECT(take(placed.get(size)) >= 50'000);
    }
};

/// A descriptor is given away and taken back, in every state; as what it is not it is refused, and stays untouched.
struct adoption {
    static constexpr const char* name = "adopt and release";
    template <class Here>
    static constexpr bool applies = true;

    template <class Here, class Socket>
    static Socket round_trip(const Here& here, Socket& socket) {
        using protocol = typename Here::protocol;
        using family = typename Here::family;
        using state = typename Socket::state_type;
        const int descriptor = socket.release();
        EXPECT(socket.empty() && descriptor >= 0);

        using other = std::conditional_t<tenon::may_accept<state>, tenon::connected, tenon::listening>;
        expect_error(tenon::adopt<protocol, family, other>(here.driver(), descriptor), tenon::errc::wrong_state);
        using other_kind = std::conditional_t<tenon::byte_stream<protocol>, tenon::datagram, tenon::stream>;
        expect_error(tenon::adopt<other_kind, tenon::unix_domain, state>(here.driver(), descriptor),
                     tenon::errc::wrong_socket_type);

        ::fcntl(descriptor, F_SETFD, 0);
        auto adopted = take(tenon::adopt<protocol, family, state>(here.driver(), descriptor));
        EXPECT(adopted.native_handle() == descriptor);
        EXPECT((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
        return adopted;
    }

    template <class Here>
    static void run(Here& here) {
        if constexpr (Here::wire::knows_its_peer) {
            auto open = here.open();
            auto open_again = round_trip(here, open);
            auto bound = take(std::move(open_again).bind(Here::place::party(2)));
            const auto place = take(bound.local_endpoint());
            auto bound_again = round_trip(here, bound);
            EXPECT(take(bound_again.local_endpoint()) == place);
            if constexpr (tenon::may_listen<typename Here::protocol>) {
                auto listener = take(std::move(bound_again).listen());
                auto listener_again = round_trip(here, listener);
                auto near = take(tenon::connect<typename Here::protocol>(here.driver(), place));
                auto far = take(listener_again.accept());
                Here::check_talk(near, far, "accepted");
            }
        }
        auto talk = here.converse();
        auto near = round_trip(here, talk.near);
        Here::check_talk(near, Here::wire::echoes ? near : talk.far, "adopted");

        expect_error(tenon::adopt<typename Here::protocol, typename Here::family, tenon::opened>(here.driver(), -1),
                     std::errc::bad_file_descriptor);
        int ends[2];
        EXPECT(::pipe(ends) == 0);
        expect_error(tenon::adopt<typename Here::protocol, typename Here::family, tenon::opened>(here.driver(), ends[0]),
                     std::errc::not_a_socket);
        EXPECT(::close(ends[0]) == 0 && ::close(ends[1]) == 0);
    }
};

}  // namespace matrix
