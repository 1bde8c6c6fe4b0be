// SPDX-License-Identifier: BSL-1.0
#pragma once

// Every operation of the truth table, in every state where it exists: on a socket that is ready for it, and on an empty one.
// The table's own columns are gone through, so that none can be forgotten.

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <utility>

#include <matrix/cells.hpp>
#include <matrix/stage.hpp>
#include <support/knows_option.hpp>
#include <support/pairs.hpp>
#include <support/probes.hpp>

namespace matrix {

using support::column;

/// Of what is to be awaited, and here has come.
template <class T>
[[nodiscard]] int error_number(const support::promised<T>& outcome) noexcept {
    return error_number(outcome.held);
}

inline bool memberships_are_known() {
    static const bool known = support::knows_option(IPPROTO_IP, MCAST_JOIN_GROUP);
    return known;
}

/// The memberships, each with what it needs before.
template <column Column, class Place, class Socket>
int attempt_membership(Socket& socket) {
    const auto group = Place::group();
    const auto source = Place::party(8).address();
    const auto by = tenon::interface_index(1);
    // clang-format off
    if constexpr (Column == column::join_group) return error_number(socket.join_group(group, by));
    if constexpr (Column == column::join_source) return error_number(socket.join_group(group, source, by));
    if constexpr (Column == column::leave_source) {
        static_cast<void>(socket.join_group(group, source, by));
        return error_number(socket.leave_group(group, source, by));
    }
    static_cast<void>(socket.join_group(group, by));
    if constexpr (Column == column::leave_group) return error_number(socket.leave_group(group, by));
    if constexpr (Column == column::block_source) return error_number(socket.block_source(group, source, by));
    if constexpr (Column == column::unblock_source) {
        static_cast<void>(socket.block_source(group, source, by));
        return error_number(socket.unblock_source(group, source, by));
    }
    // clang-format on
}

/// Makes an attempt at one operation; gives its error, 0 where it succeeded.
template <column Column, class Place, class Socket>
int attempt(Socket& socket, const typename Socket::endpoint_type& there, tenon::const_bytes data) {
    using protocol = typename Socket::protocol_type;
    std::array<std::byte, 256> bytes;
    const tenon::mutable_bytes room = bytes;
    // clang-format off
    if constexpr (Column == column::bind) return error_number(std::move(socket).bind(there));
    if constexpr (Column == column::listen) return error_number(std::move(socket).listen());
    if constexpr (Column == column::connect) return error_number(std::move(socket).connect(there));
    if constexpr (Column == column::finish) return error_number(std::move(socket).finish());
    if constexpr (Column == column::disconnect) return error_number(std::move(socket).disconnect());
    if constexpr (Column == column::shutdown_send) return error_number(std::move(socket).shutdown_send());
    if constexpr (Column == column::shutdown_receive) return error_number(std::move(socket).shutdown_receive());
    if constexpr (Column == column::split) return error_number(std::move(socket).split());
    // It cannot fail: what is empty becomes something empty.
    if constexpr (Column == column::become) return error_number(std::move(socket).template become<protocol, tenon::opened>().close());
    if constexpr (Column == column::accept) return error_number(socket.accept());
    if constexpr (Column == column::accept_from) return error_number(socket.accept_from());
    if constexpr (Column == column::iterate) return error_number(*socket.begin());
    if constexpr (Column == column::send) return error_number(socket.send(data));
    if constexpr (Column == column::send_all) return error_number(socket.send_all(data));
    if constexpr (Column == column::receive) return error_number(socket.receive(room));
    if constexpr (Column == column::receive_exactly) return error_number(socket.receive_exactly(room.first(2)));
    if constexpr (Column == column::peek) return error_number(socket.peek(room));
    if constexpr (Column == column::send_to) return error_number(socket.send_to(data, there));
    if constexpr (Column == column::receive_from) return error_number(socket.receive_from(room));
    if constexpr (Column == column::send_urgent) return error_number(socket.send_urgent(std::byte{'!'}));
    if constexpr (Column == column::receive_urgent) return error_number(socket.receive_urgent());
    if constexpr (Column == column::at_mark) return error_number(socket.at_mark());
    if constexpr (Column == column::local_endpoint) return error_number(socket.local_endpoint());
    if constexpr (Column == column::remote_endpoint) return error_number(socket.remote_endpoint());
    if constexpr (Column == column::available) return error_number(socket.available());
    if constexpr (Column == column::duplicate) return error_number(socket.duplicate());
    if constexpr (Column == column::shutdown) return error_number(socket.shutdown());
    // clang-format on
    if constexpr (Column >= column::join_group)
        return attempt_membership<Column, Place>(socket);
}

/// The operations that a socket has.
template <class Socket>
inline constexpr auto operations_of = [] {
    std::array<column, std::ranges::count(support::exists<Socket>, true)> all{};
    std::size_t count = 0;
    for (std::size_t index = 0; index != support::columns; ++index)
        if (support::exists<Socket>[index])
            all[count++] = static_cast<column>(index);
    return all;
}();

/// Calls `visit<Column>()` for each of them.
template <class Socket>
void for_each_operation(auto&& visit) {
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        (visit.template operator()<operations_of<Socket>[Index]>(), ...);
    }(std::make_index_sequence<operations_of<Socket>.size()>());
}

/// The same descriptor under another driver.
template <class Driver, class Protocol, class Family, class State, class Before>
tenon::basic_socket<Protocol, Family, State, Driver> under(tenon::basic_socket<Protocol, Family, State, Before>&& socket) {
    const int descriptor = socket.release();
    const int flags = ::fcntl(descriptor, F_GETFL);
    EXPECT(::fcntl(descriptor, F_SETFL, tenon::waits<Driver> ? flags & ~O_NONBLOCK : flags | O_NONBLOCK) == 0);
    return {tenon::unchecked, descriptor, Driver()};
}

/// All operations of a pair under a driver. The others that take part are under the driver of `Here`.
template <class Driver>
struct each_operation {
    template <class Here>
    static void run(Here& here) {
        support::states::for_each([&]<class State>() { in_state<State>(here); });
    }

    template <class Protocol, class Family>
    static void announce() {
        support::states::for_each([]<class State>() {
            for (const column each : operations_of<tenon::basic_socket<Protocol, Family, State, Driver>>)
                matrix::announce(cell_of<Protocol, Family, State>(each));
        });
    }

private:
    template <class Protocol, class Family, class State>
    static cell cell_of(column which) {
        return {support::pair_name<Protocol, Family>(), support::driver_name<Driver>, support::state_name<State>,
                support::column_names[static_cast<std::size_t>(which)]};
    }

    template <class State, class Here>
    static void in_state(Here& here) {
        using socket = tenon::basic_socket<typename Here::protocol, typename Here::family, State, Driver>;
        for_each_operation<socket>(
            [&]<column Column>() { check<State>(here, Column, attempt<Column, typename Here::place, socket>); });
    }

    /// One cell. What it is made of is instantiated once for all operations of a state: an attempt is a plain function.
    template <class State, class Here, class Socket>
    static void check(Here& here, column which, int (*attempt)(Socket&, const typename Here::endpoint&, tenon::const_bytes)) {
        const cell here_and_now = cell_of<typename Here::protocol, typename Here::family, State>(which);
        if (which >= column::join_group && !memberships_are_known())
            return left_out(here_and_now, "no MCAST_JOIN_GROUP, which qemu's user mode does not know");
        const std::string name = here_and_now.operation + " of " + here_and_now.state;
        const std::string data = Here::message("x");
        stage<Here, State> on(here);
        const auto there = which == column::bind ? Here::place::party(2) : on.there();
        Socket socket = under<Driver>(std::move(on.socket));
        const int answer = attempt(socket, there, data);
        const int wanted = expected<Here, State>(which);
        expect_error(answer, wanted, name.c_str(), __FILE__, __LINE__);

        // Once the socket is gone every operation says so.
        const Socket taken = std::move(socket);
        expect_error(attempt(socket, there, data), EBADF, name.c_str(), __FILE__, __LINE__);
        take(on.peer.empty() ? tenon::result<void>() : on.peer.close());
        if (answer == wanted)
            executed(here_and_now);
    }

    /// What the system does not know of a pair it says.
    template <class Here, class State>
    static int expected(column which) {
        if (which == column::available && !Here::wire::tells_available)
            return ENOTTY;
        if (which == column::shutdown && !Here::wire::can_be_shut)
            return EOPNOTSUPP;
        if (which == column::connect && tenon::connection_oriented<typename Here::protocol> && tenon::may_finish<State> &&
            !Here::wire::gives_up_connecting)
            return EISCONN;
        return 0;
    }
};

/// What every socket has, on one that is empty: never made, given away, or closed.
struct empty_sockets {
    static constexpr const char* name = "empty sockets";
    static constexpr bool performs_nothing = true;
    template <class Here>
    static constexpr bool applies = true;

    template <class Socket>
    static void check(Socket& socket) {
        constexpr tenon::options::receive_buffer_size size(1);
        EXPECT(socket.empty() && socket.native_handle() == tenon::os::no_descriptor);
        expect_error(socket.set(size), std::errc::bad_file_descriptor);
        expect_error(socket.get(size), std::errc::bad_file_descriptor);
        expect_error(socket.close(), std::errc::bad_file_descriptor);
        EXPECT(socket.release() == tenon::os::no_descriptor);
    }

    template <class Here>
    static void run(Here& here) {
        typename Here::template socket<tenon::bound> never;
        check(never);
        auto open = here.open();
        take(open.close());
        check(open);
        auto bound = here.bind(0);
        auto other = here.bind(1);
        const int first = bound.native_handle();
        const int second = other.native_handle();
        // Assignment closes what it replaces.
        other = std::move(bound);
        check(bound);
        EXPECT(other.native_handle() == first && tenon::os::native::type(second) == -EBADF);
        const auto released = other.release();
        check(other);
        EXPECT(tenon::os::native::close(released) == 0);
    }
};

}  // namespace matrix
