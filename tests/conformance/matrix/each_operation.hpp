// SPDX-License-Identifier: BSL-1.0
#pragma once

// Every operation of the truth table, in every state that has it: on a socket that is ready for it,
// and on an empty one. The code iterates over the columns of the table, so that none can be
// forgotten.

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include <conformance/matrix/cells.hpp>
#include <conformance/matrix/fixture.hpp>
#include <support/knows_option.hpp>
#include <support/pairs.hpp>
#include <support/probes.hpp>
#include <support/scoped_loop.hpp>

namespace matrix {

using support::column;

/// The error of an awaiter: runs the loop of the test until the result is there.
template <class Outcome>
    requires(!tenon::is_result<Outcome>)
[[nodiscard]] int error_number(Outcome&& outcome) {
    return error_number(support::await_in(support::scoped_loop::current(), std::move(outcome)));
}

inline bool memberships_are_known() {
    static const bool known = support::knows_option(IPPROTO_IP, MCAST_JOIN_GROUP);
    return known;
}

/// Whether a socket has an operation.
template <class Socket, column Column>
inline constexpr bool has = support::exists<Socket>[static_cast<std::size_t>(Column)];

/// Performs an operation of multicast, after the operations that it requires.
template <class Endpoints, class Socket>
int attempt_membership(Socket& socket, column which) {
    const auto group = Endpoints::group();
    const auto source = Endpoints::at(8).address();
    const auto by = tenon::interface_index(1);
    // clang-format off
    if (which == column::join_group) return error_number(socket.join_group(group, by));
    if (which == column::join_source) return error_number(socket.join_group(group, source, by));
    if (which == column::leave_source) {
        static_cast<void>(socket.join_group(group, source, by));
        return error_number(socket.leave_group(group, source, by));
    }
    static_cast<void>(socket.join_group(group, by));
    if (which == column::leave_group) return error_number(socket.leave_group(group, by));
    if (which == column::block_source) return error_number(socket.block_source(group, source, by));
    if (which == column::unblock_source) {
        static_cast<void>(socket.block_source(group, source, by));
        return error_number(socket.unblock_source(group, source, by));
    }
    // clang-format on
    return -1;
}

/// Performs one operation, which the socket has. Returns its error, 0 if it succeeded. One function
/// for all operations of a type of sockets compiles faster than one for each.
template <class Endpoints, class Socket>
int attempt(Socket& socket, column which, const typename Socket::endpoint_type& destination,
            tenon::const_bytes data) {
    using protocol = typename Socket::protocol_type;
    std::array<std::byte, 256> bytes;
    [[maybe_unused]] const tenon::mutable_bytes buffer = bytes;
    // clang-format off
    switch (which) {
    case column::bind: if constexpr (has<Socket, column::bind>) return error_number(std::move(socket).bind(destination)); break;
    case column::listen: if constexpr (has<Socket, column::listen>) return error_number(std::move(socket).listen()); break;
    case column::connect: if constexpr (has<Socket, column::connect>) return error_number(std::move(socket).connect(destination)); break;
    case column::finish: if constexpr (has<Socket, column::finish>) return error_number(std::move(socket).finish()); break;
    case column::disconnect: if constexpr (has<Socket, column::disconnect>) return error_number(std::move(socket).disconnect()); break;
    case column::shutdown_send: if constexpr (has<Socket, column::shutdown_send>) return error_number(std::move(socket).shutdown_send()); break;
    case column::shutdown_receive: if constexpr (has<Socket, column::shutdown_receive>) return error_number(std::move(socket).shutdown_receive()); break;
    case column::split: if constexpr (has<Socket, column::split>) return error_number(std::move(socket).split()); break;
    // become cannot fail, also if the socket is empty: close reports that.
    case column::become: if constexpr (has<Socket, column::become>) return error_number(std::move(socket).template become<protocol, tenon::opened>().close()); break;
    case column::accept: if constexpr (has<Socket, column::accept>) return error_number(socket.accept()); break;
    case column::accept_from: if constexpr (has<Socket, column::accept_from>) return error_number(socket.accept_from()); break;
    case column::iterate: if constexpr (has<Socket, column::iterate>) return error_number(*socket.begin()); break;
    case column::send: if constexpr (has<Socket, column::send>) return error_number(socket.send(data)); break;
    case column::send_all: if constexpr (has<Socket, column::send_all>) return error_number(socket.send_all(data)); break;
    case column::receive: if constexpr (has<Socket, column::receive>) return error_number(socket.receive(buffer)); break;
    case column::receive_exactly: if constexpr (has<Socket, column::receive_exactly>) return error_number(socket.receive_exactly(buffer.first(2))); break;
    case column::peek: if constexpr (has<Socket, column::peek>) return error_number(socket.peek(buffer)); break;
    case column::send_to: if constexpr (has<Socket, column::send_to>) return error_number(socket.send_to(data, destination)); break;
    case column::receive_from: if constexpr (has<Socket, column::receive_from>) return error_number(socket.receive_from(buffer)); break;
    case column::send_urgent: if constexpr (has<Socket, column::send_urgent>) return error_number(socket.send_urgent(std::byte{'!'})); break;
    case column::receive_urgent: if constexpr (has<Socket, column::receive_urgent>) return error_number(socket.receive_urgent()); break;
    case column::at_mark: if constexpr (has<Socket, column::at_mark>) return error_number(socket.at_mark()); break;
    case column::local_endpoint: if constexpr (has<Socket, column::local_endpoint>) return error_number(socket.local_endpoint()); break;
    case column::remote_endpoint: if constexpr (has<Socket, column::remote_endpoint>) return error_number(socket.remote_endpoint()); break;
    case column::available: if constexpr (has<Socket, column::available>) return error_number(socket.available()); break;
    case column::readable: if constexpr (has<Socket, column::readable>) return error_number(socket.readable()); break;
    case column::writable: if constexpr (has<Socket, column::writable>) return error_number(socket.writable()); break;
    case column::duplicate: if constexpr (has<Socket, column::duplicate>) return error_number(socket.duplicate()); break;
    case column::shutdown: if constexpr (has<Socket, column::shutdown>) return error_number(socket.shutdown()); break;
    // with_layer makes no call: close reports that the socket is empty.
    case column::with_layer: if constexpr (has<Socket, column::with_layer>) { auto layered = std::move(socket).template with_layer<support::tallied>(); return layered ? error_number(layered->close()) : layered.why().number(); } break;
    // These exist only with layers.
    case column::handshake: case column::layer: case column::without_layer: case column::flush: case column::receive_lent: break;
    default: if constexpr (has<Socket, column::join_group>) return attempt_membership<Endpoints>(socket, which); break;
    }
    // clang-format on
    return -1;
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

/// Prepares a descriptor for a driver under which calls block or do not block.
inline void make_blocking(int descriptor, bool blocks) {
    const int flags = ::fcntl(descriptor, F_GETFL);
    EXPECT(::fcntl(descriptor, F_SETFL, blocks ? flags & ~O_NONBLOCK : flags | O_NONBLOCK) == 0);
}

/// The errors of two attempts: on a socket, and on the same socket after it was moved from.
struct errors {
    int of_socket;
    int of_empty;
};

/// The part of the cells of a state that depends on the driver.
template <class Endpoint>
struct cells_of_state {
    const char* driver;
    bool blocks;
    std::span<const column> operations;
    errors (*attempt)(int descriptor, column which, const Endpoint& destination,
                      tenon::const_bytes data);
};

/// Makes a cell.
inline cell cell_of(const std::string& pair, const char* driver, const char* state, column which) {
    return {pair, driver, state, support::column_names[static_cast<std::size_t>(which)]};
}
inline void announce_all(const std::string& pair, const char* driver, const char* state,
                         std::span<const column> operations) {
    for (const column each : operations)
        announce(cell_of(pair, driver, state, each));
}

/// The error of an operation that the system does not have for a pair; 0 for all others.
template <class State, class Environment>
int expected(column which) {
    if (which == column::available && !Environment::wire::reports_available)
        return ENOTTY;
    if (which == column::shutdown && !Environment::wire::has_shutdown)
        return EOPNOTSUPP;
    if (which == column::connect && tenon::connection_oriented<typename Environment::protocol> &&
        tenon::may_finish<State> && !Environment::wire::can_reset_attempt)
        return EISCONN;
    return 0;
}

/// Executes one cell.
template <class State, class Environment>
void check(const Environment& environment,
           const cells_of_state<typename Environment::endpoint>& cells, column which) {
    const cell tested =
        cell_of(support::pair_name<typename Environment::protocol, typename Environment::family>(),
                cells.driver, support::state_name<State>, which);
    if (which >= column::join_group && !memberships_are_known())
        return cannot_execute(tested, "no MCAST_JOIN_GROUP, which qemu's user mode does not know");
    const std::string name = tested.operation + " of " + tested.state;
    const std::string data = Environment::message("x");
    fixture<Environment, State> prepared(environment);
    const auto destination =
        which == column::bind ? Environment::endpoints::at(2) : prepared.destination();
    const int descriptor = prepared.socket.release();
    make_blocking(descriptor, cells.blocks);
    const errors seen = cells.attempt(descriptor, which, destination, data);
    const int wanted = expected<State, Environment>(which);
    expect_error(seen.of_socket, wanted, name.c_str(), __FILE__, __LINE__);
    // After the socket was moved from, every operation fails.
    expect_error(seen.of_empty, EBADF, name.c_str(), __FILE__, __LINE__);
    take(prepared.peer.empty() ? tenon::result<void>() : prepared.peer.close());
    if (seen.of_socket == wanted)
        executed(tested);
}

/// Executes the cells of a state. It is not instantiated for each driver.
template <class State, class Environment>
void check_all(const Environment& environment,
               const cells_of_state<typename Environment::endpoint>& cells) {
    for (const column each : cells.operations)
        check<State>(environment, cells, each);
}

/// All operations of a pair under a driver. The other sockets of a test have the driver of
/// `Environment`.
template <class Driver>
struct each_operation {
    template <class Environment>
    static void run(Environment& environment) {
        support::states::for_each([&]<class State>() {
            using socket = tenon::basic_socket<typename Environment::protocol,
                                               typename Environment::family, State, Driver>;
            check_all<State>(environment, {support::driver_name<Driver>(), Driver::type_flags == 0,
                                           operations_of<socket>,
                                           attempt_both<typename Environment::endpoints, socket>});
        });
    }

    template <class Protocol, class Family>
    static void announce() {
        const std::string pair = support::pair_name<Protocol, Family>();
        support::states::for_each([&]<class State>() {
            announce_all(pair, support::driver_name<Driver>(), support::state_name<State>,
                         operations_of<tenon::basic_socket<Protocol, Family, State, Driver>>);
        });
    }

private:
    template <class Endpoints, class Socket>
    static errors attempt_both(int descriptor, column which,
                               const typename Socket::endpoint_type& destination,
                               tenon::const_bytes data) {
        Socket socket(tenon::unchecked, descriptor, support::current_driver<Driver>());
        const int of_socket = attempt<Endpoints>(socket, which, destination, data);
        const Socket moved = std::move(socket);
        return {of_socket, attempt<Endpoints>(socket, which, destination, data)};
    }
};

/// The members that every socket has, on sockets without a descriptor: default-constructed, closed,
/// moved from and released.
struct empty_sockets {
    static constexpr const char* name =
        "set, get, close, release: the socket is empty, they fail with EBADF";
    static constexpr bool performs_nothing = true;
    template <class Environment>
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

    template <class Environment>
    static void run(Environment& environment) {
        typename Environment::template socket<tenon::bound> never;
        check(never);
        auto open = environment.open();
        take(open.close());
        check(open);
        auto bound = environment.bind(0);
        auto other = environment.bind(1);
        const int first = bound.native_handle();
        const int second = other.native_handle();
        // Assignment closes the replaced socket.
        other = std::move(bound);
        check(bound);
        EXPECT(other.native_handle() == first && tenon::os::native::type(second) == -EBADF);
        const auto released = other.release();
        check(other);
        EXPECT(tenon::os::native::close(released) == 0);
    }
};

}  // namespace matrix
