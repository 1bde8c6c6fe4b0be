// SPDX-License-Identifier: BSL-1.0
#pragma once

// A socket in a given state, with all that any operation of it needs so as not to wait.

#include <fcntl.h>

#include <conformance/matrix/environment.hpp>

namespace matrix {

/// Something has been said to the socket, a client waits at a listener, and there is a place to send and to connect to.
template <class Environment, class State>
struct fixture {
    using protocol = typename Environment::protocol;
    template <class Other>
    using in = typename Environment::template socket<Other>;
    using listener = std::conditional_t<tenon::may_listen<protocol>, tenon::listening, tenon::bound>;

    explicit fixture(const Environment& environment) : target(make_target(environment)) {
        if constexpr (std::same_as<State, tenon::opened>)
            socket = environment.open();
        else if constexpr (std::same_as<State, tenon::bound>)
            socket = environment.bind(0);
        else if constexpr (std::same_as<State, tenon::listening>)
            begin_listening(environment);
        else if constexpr (tenon::may_finish<State>)
            begin_connecting(environment);
        else
            begin_talking(environment);
        if constexpr (tenon::connectionless<protocol> && tenon::can_receive_from<State, protocol>)
            hear_from_somebody(environment);
    }

    /// Where `connect` and `send_to` find somebody.
    [[nodiscard]] typename Environment::endpoint there() const { return Environment::elsewhere(target); }

    in<listener> target;
    in<State> socket;
    in<tenon::connected> peer;
    in<tenon::opened> somebody;

private:
    static in<listener> make_target(const Environment& environment) {
        if constexpr (tenon::may_listen<protocol>)
            return environment.listen(3);
        else
            return environment.bind(3);
    }

    void begin_listening(const Environment& environment) {
        if constexpr (tenon::may_listen<protocol>) {
            socket = environment.listen(0);
            peer = take(tenon::connect<protocol>(environment.driver(), take(socket.local_endpoint())));
        } else {
            socket = environment.bind(0).template become<protocol, State>();
        }
    }

    void begin_connecting(const Environment& environment) {
        using family = typename Environment::family;
        using before = std::conditional_t<tenon::was_bound<State>, tenon::bound, tenon::opened>;
        in<before> made;
        // What has no connection is in such a state by no operation, but can be led there; bound, since it tells its endpoint.
        if constexpr (std::same_as<before, tenon::bound>)
            made = environment.bind(0);
        else if constexpr (tenon::connectionless<protocol>)
            made = environment.bind(0).template become<protocol, before>();
        else
            made = environment.open();
        if constexpr (tenon::connection_oriented<protocol>) {
            using quick = tenon::basic_socket<protocol, family, before, tenon::nonblocking>;
            EXPECT(::fcntl(made.native_handle(), F_SETFL, O_NONBLOCK) == 0);
            auto connecting = take(quick(tenon::unchecked, made.release(), tenon::nonblocking()).connect(there()));
            static_assert(std::same_as<typename decltype(connecting)::state_type, State>);
            socket = in<State>(tenon::unchecked, connecting.release(), environment.driver());
        } else {
            socket = std::move(made).template become<protocol, State>();
        }
    }

    void begin_talking(const Environment& environment) {
        auto talk = environment.converse();
        if constexpr (tenon::may_receive<State>) {
            Environment::say(Environment::wire::echoes ? talk.near : talk.far, "waiting for you");
            Environment::wait_for(talk.near);
            if constexpr (tenon::has_urgent_data<protocol>) {
                take(talk.far.send_urgent(std::byte{'!'}));
                Environment::wait_for(talk.near, POLLPRI);
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

    void hear_from_somebody(const Environment& environment) {
        if constexpr (Environment::wire::echoes) {
            take(socket.send_to(Environment::message("heard by all"), Environment::place::party(0)));
        } else {
            somebody = environment.open();
            const auto place =
                std::same_as<State, tenon::opened> ? Environment::place::party(0) : take(local_endpoint_of_socket());
            take(somebody.send_to(Environment::message("heard by all"), place));
        }
        Environment::wait_for(socket);
    }
    tenon::result<typename Environment::endpoint> local_endpoint_of_socket() const {
        return tenon::detail::local_endpoint_of<typename Environment::endpoint>(socket.system(), socket.native_handle());
    }
};

}  // namespace matrix
