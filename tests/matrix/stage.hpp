// SPDX-License-Identifier: BSL-1.0
#pragma once

// A socket in a given state, with all that any operation of it needs so as not to wait.

#include <fcntl.h>

#include <matrix/here.hpp>

namespace matrix {

/// Something has been said to the socket, a client waits at a listener, and there is a place to send and to connect to.
template <class Here, class State>
struct stage {
    using protocol = typename Here::protocol;
    template <class Other>
    using in = typename Here::template socket<Other>;
    using listener = std::conditional_t<tenon::may_listen<protocol>, tenon::listening, tenon::bound>;

    explicit stage(const Here& here) : target(make_target(here)) {
        if constexpr (std::same_as<State, tenon::opened>)
            socket = here.open();
        else if constexpr (std::same_as<State, tenon::bound>)
            socket = here.bind(0);
        else if constexpr (std::same_as<State, tenon::listening>)
            begin_listening(here);
        else if constexpr (tenon::may_finish<State>)
            begin_connecting(here);
        else
            begin_talking(here);
        if constexpr (tenon::connectionless<protocol> && tenon::can_receive_from<State, protocol>)
            hear_from_somebody(here);
    }

    /// Where `connect` and `send_to` find somebody.
    [[nodiscard]] typename Here::endpoint there() const { return Here::elsewhere(target); }

    in<listener> target;
    in<State> socket;
    in<tenon::connected> peer;
    in<tenon::opened> somebody;

private:
    static in<listener> make_target(const Here& here) {
        if constexpr (tenon::may_listen<protocol>)
            return here.listen(3);
        else
            return here.bind(3);
    }

    void begin_listening(const Here& here) {
        if constexpr (tenon::may_listen<protocol>) {
            socket = here.listen(0);
            peer = take(tenon::connect<protocol>(here.driver(), take(socket.local_endpoint())));
        } else {
            socket = here.bind(0).template become<protocol, State>();
        }
    }

    void begin_connecting(const Here& here) {
        using family = typename Here::family;
        using before = std::conditional_t<tenon::was_bound<State>, tenon::bound, tenon::opened>;
        in<before> made;
        // What has no connection is in such a state by no operation, but can be led there; bound, since it tells its endpoint.
        if constexpr (std::same_as<before, tenon::bound>)
            made = here.bind(0);
        else if constexpr (tenon::connectionless<protocol>)
            made = here.bind(0).template become<protocol, before>();
        else
            made = here.open();
        if constexpr (tenon::connection_oriented<protocol>) {
            using quick = tenon::basic_socket<protocol, family, before, tenon::nonblocking>;
            EXPECT(::fcntl(made.native_handle(), F_SETFL, O_NONBLOCK) == 0);
            auto connecting = take(quick(tenon::unchecked, made.release(), tenon::nonblocking()).connect(there()));
            static_assert(std::same_as<typename decltype(connecting)::state_type, State>);
            socket = in<State>(tenon::unchecked, connecting.release(), here.driver());
        } else {
            socket = std::move(made).template become<protocol, State>();
        }
    }

    void begin_talking(const Here& here) {
        auto talk = here.converse();
        if constexpr (tenon::may_receive<State>) {
            Here::say(Here::wire::echoes ? talk.near : talk.far, "waiting for you");
            Here::wait_for(talk.near);
            if constexpr (tenon::has_urgent_data<protocol>) {
                take(talk.far.send_urgent(std::byte{'!'}));
                Here::wait_for(talk.near, POLLPRI);
            }
        }
        if constexpr (std::same_as<State, tenon::receiving> && tenon::connection_oriented<protocol>)
            socket = take(std::move(talk.near).shutdown_send());
        else if constexpr (std::same_as<State, tenon::sending> && tenon::connection_oriented<protocol>)
            socket = take(std::move(talk.near).shutdown_receive());
        else
            socket = std::move(talk.near).template become<protocol, State>();
        peer = std::move(talk.far);
    }

    void hear_from_somebody(const Here& here) {
        if constexpr (Here::wire::echoes) {
            take(socket.send_to(Here::message("heard by all"), Here::place::party(0)));
        } else {
            somebody = here.open();
            const auto place = std::same_as<State, tenon::opened> ? Here::place::party(0) : take(local_endpoint_of_socket());
            take(somebody.send_to(Here::message("heard by all"), place));
        }
        Here::wait_for(socket);
    }
    tenon::result<typename Here::endpoint> local_endpoint_of_socket() const {
        return tenon::local_endpoint_of<typename Here::endpoint>(socket.system(), socket.native_handle());
    }
};

}  // namespace matrix
