// SPDX-License-Identifier: BSL-1.0
#pragma once

// A socket in a given state, prepared so that none of its operations waits.

#include <fcntl.h>

#include <conformance/matrix/environment.hpp>

namespace matrix {

/// A message waits for a socket that receives, a client for a listener, and `destination()` is an
/// endpoint to connect and send to.
template <class Environment, class State>
struct fixture {
    using protocol = typename Environment::protocol;
    template <class Other>
    using in = typename Environment::template socket<Other>;
    using listener =
        std::conditional_t<tenon::may_listen<protocol>, tenon::listening, tenon::bound>;

    explicit fixture(const Environment& environment) : target(make_target(environment)) {
        if constexpr (std::same_as<State, tenon::opened>)
            socket = environment.open();
        else if constexpr (std::same_as<State, tenon::bound>)
            socket = environment.bind(0);
        else if constexpr (std::same_as<State, tenon::listening>)
            prepare_listener(environment);
        else if constexpr (tenon::may_finish<State>)
            prepare_attempt(environment);
        else
            prepare_connection(environment);
        if constexpr (tenon::connectionless<protocol> && tenon::can_receive_from<State, protocol>)
            queue_message(environment);
    }

    /// The endpoint for `connect` and `send_to`.
    [[nodiscard]] typename Environment::endpoint destination() const {
        return Environment::destination(target);
    }

    in<listener> target;
    in<State> socket;
    in<tenon::connected> peer;
    in<tenon::opened> sender;

private:
    static in<listener> make_target(const Environment& environment) {
        if constexpr (tenon::may_listen<protocol>)
            return environment.listen(3);
        else
            return environment.bind(3);
    }

    void prepare_listener(const Environment& environment) {
        if constexpr (tenon::may_listen<protocol>) {
            socket = environment.listen(0);
            peer =
                take(tenon::connect<protocol>(environment.driver(), take(socket.local_endpoint())));
        } else {
            socket = environment.bind(0).template become<protocol, State>();
        }
    }

    void prepare_attempt(const Environment& environment) {
        using family = typename Environment::family;
        using before = std::conditional_t<tenon::was_bound<State>, tenon::bound, tenon::opened>;
        in<before> unconnected;
        // No operation leads a connectionless socket to this state, but `become` does. It is bound,
        // because local_endpoint must work.
        if constexpr (std::same_as<before, tenon::bound>)
            unconnected = environment.bind(0);
        else if constexpr (tenon::connectionless<protocol>)
            unconnected = environment.bind(0).template become<protocol, before>();
        else
            unconnected = environment.open();
        if constexpr (tenon::connection_oriented<protocol>) {
            using nonblocking_socket =
                tenon::basic_socket<protocol, family, before, tenon::nonblocking>;
            EXPECT(::fcntl(unconnected.native_handle(), F_SETFL, O_NONBLOCK) == 0);
            auto connecting = take(
                nonblocking_socket(tenon::unchecked, unconnected.release(), tenon::nonblocking())
                    .connect(destination()));
            static_assert(std::same_as<typename decltype(connecting)::state_type, State>);
            socket = in<State>(tenon::unchecked, connecting.release(), environment.driver());
        } else {
            socket = std::move(unconnected).template become<protocol, State>();
        }
    }

    void prepare_connection(const Environment& environment) {
        auto both = environment.connect_sockets();
        if constexpr (tenon::may_receive<State>) {
            Environment::send_text(Environment::wire::kernel_replies ? both.local : both.peer,
                                   "waiting for you");
            Environment::wait_for(both.local);
            if constexpr (tenon::has_urgent_data<protocol>) {
                take(both.peer.send_urgent(std::byte{'!'}));
                Environment::wait_for(both.local, POLLPRI);
            }
        }
        if constexpr (std::same_as<State, tenon::receiving> && tenon::connection_oriented<protocol>)
            socket = take(std::move(both.local).shutdown_send());
        else if constexpr (std::same_as<State, tenon::sending> &&
                           tenon::connection_oriented<protocol>)
            socket = take(std::move(both.local).shutdown_receive());
        else
            socket = std::move(both.local).template become<protocol, State>();
        peer = std::move(both.peer);
    }

    void queue_message(const Environment& environment) {
        if constexpr (Environment::wire::kernel_replies) {
            take(socket.send_to(Environment::message("a message"), Environment::endpoints::at(0)));
        } else {
            sender = environment.open();
            const auto endpoint = std::same_as<State, tenon::opened>
                                      ? Environment::endpoints::at(0)
                                      : take(local_endpoint_of_socket());
            take(sender.send_to(Environment::message("a message"), endpoint));
        }
        Environment::wait_for(socket);
    }
    tenon::result<typename Environment::endpoint> local_endpoint_of_socket() const {
        return tenon::detail::local_endpoint_of<typename Environment::endpoint>(
            socket.system(), socket.native_handle());
    }
};

}  // namespace matrix
