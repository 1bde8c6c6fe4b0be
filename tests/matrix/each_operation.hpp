// SPDX-License-Identifier: BSL-1.0
#pragma once

// Every operation of the truth table, in every state where it exists: on a socket that is ready for it, and on an empty one.
// The table's own columns are gone through, so that none can be forgotten.

#include <matrix/stage.hpp>
#include <support/probes.hpp>

namespace matrix {

using support::column;

/// Makes an attempt at one operation; gives its error, 0 where it succeeded.
template <column Column, class Socket>
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
    if constexpr (Column == column::interrupt) return error_number(socket.interrupt());
    // clang-format on
}

/// Calls `visit<Column>()` for each operation that a socket has.
template <class Socket, std::size_t First = 0>
void for_each_operation(auto&& visit) {
    if constexpr (First != support::columns) {
        if constexpr (support::exists<Socket>[First])
            visit.template operator()<static_cast<column>(First)>();
        for_each_operation<Socket, First + 1>(visit);
    }
}

template <class Here, class... States>
struct in_states {
    static void run(Here& here) { (run_in<States>(here), ...); }

    template <class State>
    static void run_in(Here& here) {
        using socket = typename Here::template socket<State>;
        if constexpr (!std::same_as<State, tenon::listening> || tenon::may_listen<typename Here::protocol>)
            for_each_operation<socket>([&]<column Column>() { check<State, Column>(here); });
    }

    template <class State, column Column>
    static void check(Here& here) {
        const char* const name = support::column_names[static_cast<std::size_t>(Column)];
        const std::string data = Here::message("x");
        stage<Here, State> on(here);
        const auto there = Column == column::bind ? Here::place::party(2) : on.there();
        expect_error(attempt<Column>(on.socket, there, data), expected<Column>(), name, __FILE__, __LINE__);

        // Once the socket is gone every operation says so.
        const typename Here::template socket<State> taken = std::move(on.socket);
        expect_error(attempt<Column>(on.socket, there, data), EBADF, name, __FILE__, __LINE__);
        take(on.peer.empty() ? tenon::result<void>() : on.peer.close());
    }

    /// What the system does not know of a pair it says.
    template <column Column>
    static int expected() {
        if (Column == column::available && !Here::wire::tells_available)
            return ENOTTY;
        if (Column == column::interrupt && !Here::wire::can_be_shut)
            return EOPNOTSUPP;
        return 0;
    }
};

struct each_operation {
    static constexpr const char* name = "each operation";
    template <class Here>
    static constexpr bool applies = true;

    template <class Here>
    static void run(Here& here) {
        in_states<Here, tenon::opened, tenon::bound, tenon::listening, tenon::connected, tenon::sending, tenon::receiving,
                  support::handshaking>::run(here);
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
