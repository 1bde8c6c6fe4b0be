// SPDX-License-Identifier: BSL-1.0

// A session moves with its socket: no transition loses the session or makes a second one.

#include <faults/helpers/loopback.hpp>
#include <support/catch.hpp>
#include <support/drivers.hpp>
#include <support/remembering.hpp>
#include <support/user_loop.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include <tenon.hpp>

using faults::anywhere;
using support::life;
using support::user_loop;
using support::user_task;
using tenon::bound;
using tenon::connected;
using tenon::ipv4;
using tenon::opened;
using tenon::unix_domain;
using tenon::within;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

using tcp = support::remembering<tenon::tcp>;
using udp = support::remembering<tenon::udp>;
using stream = support::remembering<tenon::stream>;

/// Counts the sessions that exist, without those that existed at the beginning of a test.
class census {
public:
    [[nodiscard]] int living() const noexcept { return life::living - before_; }

private:
    int before_ = life::living;
};

/// Returns an endpoint without a listener.
ipv4::endpoint closed_endpoint() {
    return faults::closed_endpoint<tenon::tcp, ipv4>();
}

/// Returns the result of a call under a driver that returns results, or promises of results.
template <class T>
tenon::result<T> result_of(tenon::result<T> outcome) {
    return outcome;
}
template <class T>
tenon::result<T> result_of(support::promised<T> outcome) {
    return std::move(outcome.held);
}

void run(user_loop& loop, const user_task& task) {
    for (int turn = 0; !task.done(); ++turn) {
        REQUIRE(turn < 1'000);
        loop.run_once();
    }
}

}  // namespace

TEST_CASE("open, listen, connect, connected_pair, adopt: each socket begins with one session") {
    const census sessions;
    {
        auto opened_socket = tenon::open<tcp, ipv4>().value();
        CHECK(sessions.living() == 1);
        auto server = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
        CHECK(sessions.living() == 2);
        auto client = tenon::connect<tcp>(server.local_endpoint().value()).value();
        CHECK(sessions.living() == 3);
        CHECK(client.session().number() != 0);
        auto attempt =
            tenon::connect<tcp>(tenon::nonblocking(), server.local_endpoint().value()).value();
        CHECK(sessions.living() == 4);
        CHECK(attempt.session().number() != 0);
        auto pair = tenon::connected_pair<stream, unix_domain>().value();
        CHECK(sessions.living() == 6);
        CHECK(pair.first.session().number() != pair.second.session().number());
        CHECK_FALSE(tenon::connect<tcp>(closed_endpoint()));
        CHECK(sessions.living() == 6);
        auto adopted = tenon::adopt<tcp, ipv4, opened>(opened_socket.release()).value();
        // The session stays in the socket that has released its descriptor.
        CHECK(opened_socket.session().number() != adopted.session().number());
        CHECK(sessions.living() == 7);
    }
    CHECK(sessions.living() == 0);
}

TEST_CASE("connect: makes one session, which moves into the connected socket") {
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const int before = life::created;
    auto client = tenon::connect<tcp>(server.local_endpoint().value(), within(10s)).value();
    CHECK(client.session().number() == before + 1);
    CHECK(life::created == before + 1);
}

TEST_CASE(
    "bind, listen, shutdown_send, shutdown_receive: the session moves along, and stays in the socket on failure") {
    const census sessions;
    auto first = tenon::open<tcp, ipv4>().value();
    const int number = first.session().number();
    auto second = std::move(first).bind("127.0.0.1:0"_v4).value();
    CHECK(second.session().number() == number);
    CHECK(first.session().number() == 0);
    auto other = tenon::open<tcp, ipv4>().value();
    const int number_of_other = other.session().number();
    CHECK_FALSE(std::move(other).bind(second.local_endpoint().value()));
    CHECK(other.session().number() == number_of_other);
    auto server = std::move(second).listen().value();
    CHECK(server.session().number() == number);

    other = tenon::open<tcp, ipv4>().value();
    CHECK(sessions.living() == 2);
    auto peer = std::move(other).connect(server.local_endpoint().value()).value();
    const int number_of_peer = peer.session().number();
    auto sending = std::move(peer).shutdown_receive().value();
    CHECK(sending.session().number() == number_of_peer);
    auto moved = std::move(sending);
    CHECK(moved.session().number() == number_of_peer);
    auto another = tenon::connect<tcp>(server.local_endpoint().value()).value();
    const int number_of_another = another.session().number();
    auto receiving = std::move(another).shutdown_send().value();
    CHECK(receiving.session().number() == number_of_another);
    CHECK(sessions.living() == 3);
}

TEMPLATE_TEST_CASE(
    "connect: under a driver that waits, the session moves along, and stays in the socket on failure",
    "", tenon::blocking, support::postponing) {
    const census sessions;
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto destination = server.local_endpoint().value();
    const auto check = [&](auto socket) {
        const int number = socket.session().number();
        CHECK_FALSE(result_of(std::move(socket).connect(closed_endpoint())));
        CHECK(socket.session().number() == number);
        CHECK(result_of(std::move(socket).connect(destination, within(-1s))).error() ==
              std::errc::timed_out);
        CHECK(socket.session().number() == number);
        auto peer = result_of(std::move(socket).connect(destination, within(10s)));
        REQUIRE(peer);
        CHECK(peer->session().number() == number);
        CHECK(socket.session().number() == 0);
        CHECK(sessions.living() == 1);
        auto next = std::move(*peer).shutdown_send().value();
        CHECK(next.session().number() == number);
    };
    check(tenon::open<tcp, ipv4>(TestType()).value());
    check(tenon::bind<tcp>(TestType(), "127.0.0.1:0"_v4).value());
    CHECK(sessions.living() == 0);
}

TEST_CASE(
    "connect, finish: under a driver that does not wait, the session moves along, and stays on failure") {
    const census sessions;
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto destination = server.local_endpoint().value();
    const auto check = [&](auto socket) {
        const int number = socket.session().number();
        auto attempt = std::move(socket).connect(closed_endpoint()).value();
        CHECK(attempt.session().number() == number);
        CHECK(faults::wait_and_finish(attempt).error() == std::errc::connection_refused);
        CHECK(attempt.session().number() == number);
        // Another attempt, from the state connecting.
        auto second_attempt = std::move(attempt).connect(destination).value();
        CHECK(second_attempt.session().number() == number);
        auto peer = faults::wait_and_finish(second_attempt).value();
        CHECK(peer.session().number() == number);
        CHECK(sessions.living() == 1);
        // A connect that fails at once.
        auto mistaken = std::move(peer).template become<tcp, opened>();
        CHECK(mistaken.session().number() == number);
        static_cast<void>(mistaken.system().connect(mistaken.native_handle(), destination.data(),
                                                    destination.size()));
        CHECK(std::move(mistaken).connect(destination).error() == std::errc::already_connected);
        CHECK(mistaken.session().number() == number);
    };
    check(tenon::open<tcp, ipv4>(tenon::nonblocking()).value());
    check(tenon::bind<tcp>(tenon::nonblocking(), "127.0.0.1:0"_v4).value());
    CHECK(sessions.living() == 0);

    // finish before the outcome of the attempt.
    auto full = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4, tenon::backlog(0)).value();
    auto filler = tenon::connect<tenon::tcp>(full.local_endpoint().value()).value();
    auto attempt = tenon::connect<tcp>(tenon::nonblocking(), full.local_endpoint().value()).value();
    const int number = attempt.session().number();
    CHECK(std::move(attempt).finish().error() == std::errc::operation_would_block);
    CHECK(attempt.session().number() == number);
}

TEST_CASE(
    "connect, disconnect: of a datagram socket, the session moves along, and stays in the socket on failure") {
    auto receiver = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    const auto check = [&](auto socket) {
        const int number = socket.session().number();
        CHECK_FALSE(result_of(std::move(socket).connect("255.255.255.255:9"_v4)));
        CHECK(socket.session().number() == number);
        auto peer = result_of(std::move(socket).connect(receiver.local_endpoint().value()));
        CHECK(peer->session().number() == number);
        auto free = std::move(*peer).disconnect().value();
        CHECK(free.session().number() == number);
    };
    check(tenon::open<udp, ipv4>().value());
    check(tenon::bind<udp>(tenon::nonblocking(), "127.0.0.1:0"_v4).value());
    check(tenon::open<udp, ipv4>(support::postponing()).value());
}

TEMPLATE_TEST_CASE(
    "accept, accept_from: the session is made by accepted_session of the listener's session", "",
    tenon::blocking, tenon::nonblocking, support::postponing) {
    const census sessions;
    auto server = tenon::listen<tcp>(TestType(), "127.0.0.1:0"_v4).value();
    const int number = server.session().number();
    auto client = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    auto second = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    {
        auto peer = result_of(server.accept()).value();
        CHECK(peer.session().parent() == number);
        CHECK(server.session().number() == number);
        auto [from_second, from] = result_of(server.accept_from()).value();
        CHECK(from_second.session().parent() == number);
        CHECK(from_second.session().number() != peer.session().number());
        CHECK(sessions.living() == 3);
    }
    CHECK(sessions.living() == 1);
    // An accept without a connection leaves no session behind.
    if constexpr (tenon::takes_limits<TestType, within>)
        CHECK(result_of(server.accept(within(0s))).error() == std::errc::timed_out);
    else
        CHECK(server.accept().error() == std::errc::operation_would_block);
    CHECK(sessions.living() == 1);
    CHECK(server.session().number() == number);
}

TEST_CASE("accepting: each connection of the loop has a session of its own") {
    auto server = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto client = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    for (auto&& peer : server) {
        CHECK(peer.value().session().parent() == server.session().number());
        break;
    }
}

TEST_CASE("become: the session moves along to the same protocol, and stays behind for another") {
    const census sessions;
    auto [local, peer] = tenon::connected_pair<tenon::stream, unix_domain>().value();
    support::memory session;
    session.held = "held";
    const int number = session.number();
    auto layered = std::move(local).become<stream, tenon::receiving>(std::move(session));
    CHECK(layered.session().number() == number);
    auto both_ways = std::move(layered).become<stream, connected>();
    CHECK(both_ways.session().number() == number);
    CHECK(both_ways.session().held == "held");
    CHECK(sessions.living() == 1);

    auto plain = std::move(both_ways).become<tenon::stream, connected>();
    CHECK(both_ways.empty());
    CHECK(both_ways.session().number() == number);
    const auto session_left = std::move(both_ways.session());
    CHECK(session_left.held == "held");
    CHECK(faults::talk(plain, peer));
}

TEST_CASE("release, close: the session stays in the socket") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    const int number = local.session().number();
    auto plain = tenon::adopt<tenon::stream, unix_domain, connected>(local.release()).value();
    CHECK(local.session().number() == number);
    const int number_of_peer = peer.session().number();
    CHECK(peer.close());
    CHECK(peer.session().number() == number_of_peer);
}

namespace {

/// A session without a default constructor.
struct keyed {
    explicit keyed(int number) noexcept : key(number) {}
    int key;
};
struct keyed_tcp : tenon::tcp {
    using session = keyed;
    template <class Data>
    using send_operation = support::given_session<tenon::operation::send<Data>>;
    template <class Buffer>
    using receive_operation = support::given_session<tenon::operation::receive<Buffer>>;
};

}  // namespace

TEST_CASE("become: a session without a default constructor is passed in, and transitions move it") {
    STATIC_REQUIRE(!tenon::has_initial_session<keyed_tcp>);
    STATIC_REQUIRE(!std::is_default_constructible_v<tenon::connection<keyed_tcp, ipv4>>);
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto plain = tenon::open<tenon::tcp, ipv4>().value();
    auto socket = std::move(plain).become<keyed_tcp, opened>(keyed(7));
    auto bound_socket = std::move(socket).bind("127.0.0.1:0"_v4).value();
    auto peer = std::move(bound_socket).connect(server.local_endpoint().value()).value();
    CHECK(peer.session().key == 7);
    auto receiving = std::move(peer).shutdown_send().value();
    CHECK(std::as_const(receiving).session().key == 7);
}

TEST_CASE(
    "user_loop: connect and accept move the session, which stays if the operation fails or is destroyed") {
    using driver = user_loop::driver_type;
    const census sessions;
    {
        user_loop loop;
        auto server = tenon::listen<tcp>(loop, "127.0.0.1:0"_v4).value();
        const auto destination = server.local_endpoint().value();
        const auto serve = [](auto& listener) -> user_task {
            auto peer = co_await listener.accept();
            CHECK(peer.value().session().parent() == listener.session().number());
        };
        const auto connect_both = [](auto& from, ipv4::endpoint refusing,
                                     ipv4::endpoint to) -> user_task {
            const int number = from.session().number();
            auto refused = co_await std::move(from).connect(refusing);
            CHECK(refused.error() == std::errc::connection_refused);
            CHECK(from.session().number() == number);
            auto peer = co_await std::move(from).connect(to, within(10s));
            CHECK(peer.value().session().number() == number);
            auto verb = co_await tenon::connect<tcp>(from.driver(), to);
            CHECK(verb.value().session().number() != 0);
        };
        auto socket = tenon::bind<tcp>(loop, "127.0.0.1:0"_v4).value();
        const user_task serving = serve(server);
        const user_task connecting = connect_both(socket, closed_endpoint(), destination);
        run(loop, connecting);
        run(loop, serving);

        // The listener is moved during a wait. The session for the connection is in the operation.
        auto waiting = tenon::listen<tcp>(loop, "127.0.0.1:0"_v4).value();
        const int number = waiting.session().number();
        int parent = 0;
        const auto accept = [](auto& listener, int& parent_number) -> user_task {
            auto peer = co_await listener.accept();
            parent_number = peer.value().session().parent();
        };
        const user_task accepting = accept(waiting, parent);
        auto moved = std::move(waiting);
        auto client = tenon::connect<tenon::tcp>(moved.local_endpoint().value()).value();
        run(loop, accepting);
        CHECK(parent == number);

        // A coroutine is destroyed while it waits for its connection.
        auto full = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4, tenon::backlog(0)).value();
        auto filler = tenon::connect<tenon::tcp>(full.local_endpoint().value()).value();
        auto unmoved = tenon::open<tcp, ipv4>(loop).value();
        const int number_of_unmoved = unmoved.session().number();
        const auto wait = [](tenon::basic_socket<tcp, ipv4, opened, driver>& from,
                             ipv4::endpoint to) -> user_task {
            static_cast<void>(co_await std::move(from).connect(to));
        };
        const auto wait_in_verb = [](user_loop& by, ipv4::endpoint to) -> user_task {
            static_cast<void>(co_await tenon::connect<tcp>(by, to));
        };
        {
            const user_task given_up = wait(unmoved, full.local_endpoint().value());
            const int living = sessions.living();
            const user_task in_verb = wait_in_verb(loop, full.local_endpoint().value());
            loop.run_once(false);
            CHECK(sessions.living() == living + 1);
            CHECK_FALSE(given_up.done());
        }
        CHECK(unmoved.session().number() == number_of_unmoved);
    }
    CHECK(sessions.living() == 0);
}

TEST_CASE("available: counts the buffered bytes of the session") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    CHECK(local.available().value() == 0);
    local.session().held = "four";
    CHECK(local.available().value() == 4);
    CHECK(peer.send("bytes"_bytes).value() == 5);
    CHECK(local.available().value() == 9);
    local.session().held.clear();
    CHECK(local.available().value() == 5);

    auto messages =
        tenon::connected_pair<support::remembering<tenon::seqpacket>, unix_domain>().value();
    CHECK(messages.second.send("bytes"_bytes).value() == 5);
    CHECK(messages.first.available().value() == 5);
    messages.first.session().held = "of";
    CHECK(messages.first.available().value() == 2);
}
