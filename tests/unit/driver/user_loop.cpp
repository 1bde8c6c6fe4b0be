// SPDX-License-Identifier: BSL-1.0

// The contract of operations and drivers, used by the event loop of a user (support/user_loop.hpp):
// coroutines wait while their sockets are moved, closed or destroyed, within limits, and send to
// temporary endpoints.

#include <support/catch.hpp>
#include <support/user_loop.hpp>
#include <unit/support/descriptors.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <tenon.hpp>

using support::user_loop;
using support::user_task;
using tenon::within;
using driver = user_loop::driver_type;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

using tcp_peer = tenon::connection<tenon::tcp, tenon::ipv4, driver>;
using tcp_server = tenon::listener<tenon::tcp, tenon::ipv4, driver>;
using udp_socket = tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, driver>;
using unix_peer = tenon::connection<tenon::stream, tenon::unix_domain, driver>;

void run(user_loop& loop, const user_task& task) {
    for (int turn = 0; !task.done(); ++turn) {
        REQUIRE(turn < 1'000);
        loop.run_once();
    }
}

int next_descriptor() {
    const unit::owned next = ::dup(STDERR_FILENO);
    return next;
}

}  // namespace

TEST_CASE("user_loop: connect, accept, send_all and receive_exactly succeed in coroutines") {
    user_loop loop;
    auto server = tenon::listen<tenon::tcp>(loop, "127.0.0.1:0"_v4).value();
    std::string received(1 << 20, '\0');
    const std::string sent(received.size(), 'x');
    const auto serve = [](tcp_server& listener, std::string& into) -> user_task {
        auto accepted = co_await listener.accept_from();
        auto peer = std::move(accepted.value().socket);
        auto filled = co_await peer.receive_exactly(into);
        CHECK(filled.has_value());
        auto sent_reply = co_await peer.send_all("done"_bytes);
        CHECK(sent_reply.has_value());
    };
    const auto request = [](user_loop& by, tenon::ipv4::endpoint destination,
                            const std::string& data, std::string& reply) -> user_task {
        auto connected = co_await tenon::connect<tenon::tcp>(
            by, destination, tenon::options::no_delay{true}, within(10s));
        auto peer = std::move(connected.value());
        // The temporary copy lives until the end of the expression, and so while the coroutine is
        // suspended.
        auto whole = co_await peer.send_all(std::string(data));
        CHECK(whole.has_value());
        std::array<std::byte, 16> buffer;
        auto response = co_await peer.receive(buffer);
        reply = tenon::as_text(response.value());
    };
    std::string reply;
    const user_task serving = serve(server, received);
    const user_task requesting = request(loop, server.local_endpoint().value(), sent, reply);
    run(loop, requesting);
    CHECK(serving.done());
    CHECK(received == sent);
    CHECK(reply == "done");
}

TEST_CASE("user_loop: send_to a temporary endpoint works while the queue is full") {
    user_loop loop;
    // The queue of the Unix socket becomes full, so that send_to waits with its temporary endpoint.
    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    auto sender = tenon::open<tenon::datagram, tenon::unix_domain>(loop).value();
    const std::string name(receiver.local_endpoint().value().name());
    const auto fill = [](auto& socket, std::string destination) -> user_task {
        for (int number = 0; number != 1'000; ++number) {
            auto sent = co_await socket.send_to(
                "hello"_bytes, tenon::unix_domain::abstract(destination).value(), within(5ms));
            if (!sent) {
                CHECK(sent.error() == std::errc::timed_out);
                co_return;
            }
        }
        CHECK(false);
    };
    run(loop, fill(sender, name));
    std::array<std::byte, 16> buffer;
    CHECK(tenon::as_text(receiver.receive_from(buffer).value().data) == "hello");

    auto udp_receiver = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    auto udp_sender = tenon::bind<tenon::udp>(loop, "127.0.0.1:0"_v4).value();
    const auto send = [](udp_socket& socket, std::uint16_t port) -> user_task {
        auto sent = co_await socket.send_to(
            "there"_bytes, tenon::ipv4::endpoint(tenon::ipv4::address(127, 0, 0, 1), port));
        CHECK(sent.value() == 5);
    };
    run(loop, send(udp_sender, udp_receiver.local_endpoint().value().port()));
    CHECK(tenon::as_text(udp_receiver.receive_from(buffer).value().data) == "there");
}

TEST_CASE("user_loop: a socket is moved during a wait, and the operation goes on") {
    user_loop loop;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    std::string text;
    const auto wait = [](unix_peer& socket, std::string& into) -> user_task {
        std::array<std::byte, 16> buffer;
        auto result = co_await socket.receive(buffer);
        into = tenon::as_text(result.value());
    };
    auto moved_once = std::make_unique<unix_peer>(std::move(local));
    const user_task waiting = wait(*moved_once, text);
    unix_peer moved_socket = std::move(*moved_once);
    moved_once.reset();
    loop.run_once(false);  // Has no event: the descriptor is still open.
    REQUIRE(::send(peer.native_handle(), "hello", 5, 0) == 5);
    run(loop, waiting);
    CHECK(text == "hello");
    CHECK_FALSE(moved_socket.empty());

    // A moved listener: the accepted connection has its driver.
    auto server = tenon::listen<tenon::tcp>(loop, "127.0.0.1:0"_v4).value();
    std::optional<tcp_peer> accepted;
    const auto accept = [](tcp_server& socket, std::optional<tcp_peer>& into) -> user_task {
        auto result = co_await socket.accept();
        into.emplace(std::move(result.value()));
    };
    const user_task accepting = accept(server, accepted);
    auto moved = std::move(server);
    auto client = tenon::connect<tenon::tcp>(moved.local_endpoint().value()).value();
    run(loop, accepting);
    REQUIRE(accepted);
    CHECK(accepted->remote_endpoint().value() == client.local_endpoint().value());
}

TEST_CASE("user_loop: a limit or a stop request ends a wait and no data is lost") {
    user_loop loop;
    auto both = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    auto& local = both.first;
    std::error_code error;
    const auto wait = [](unix_peer& socket, std::error_code& into, auto... limits) -> user_task {
        std::array<std::byte, 16> buffer;
        auto result = co_await socket.receive(buffer, limits...);
        into = result.error();
    };
    const auto before = std::chrono::steady_clock::now();
    run(loop, wait(local, error, within(20ms)));
    CHECK(error == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 20ms);
    run(loop, wait(local, error, within(-1s)));
    CHECK(error == std::errc::timed_out);

    // The operation owns its stop tokens: their sources are destroyed before the stop, except one
    // copy.
    std::optional<tenon::stop_source> source(std::in_place);
    const user_task waiting =
        wait(local, error, source->token(), tenon::stop_source().token(), within(1h));
    error = {};
    CHECK_FALSE(waiting.done());
    std::thread([copy = *source] { copy.request_stop(); }).join();
    source.reset();
    run(loop, waiting);
    CHECK(error == std::errc::operation_canceled);

    // No data was lost, and the socket can still be used.
    REQUIRE(::send(both.second.native_handle(), "hello", 5, 0) == 5);
    run(loop, wait(local, error, within(1s)));
    CHECK(error == std::error_code());
}

TEST_CASE(
    "user_loop: close ends a waiting operation, also if its descriptor number is reused at once") {
    user_loop loop;
    auto both = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    std::error_code error;
    const auto wait = [](unix_peer& socket, std::error_code& into) -> user_task {
        std::array<std::byte, 16> buffer;
        auto result = co_await socket.receive(buffer);
        into = result.error();
    };
    const user_task waiting = wait(both.first, error);
    const int number = both.first.native_handle();
    REQUIRE(both.first.close());
    auto others = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    CHECK(others.first.native_handle() == number);
    REQUIRE(::send(others.second.native_handle(), "secret", 6, 0) == 6);
    run(loop, waiting);
    CHECK(error == std::errc::operation_canceled);

    // A connect that is ended by close undoes nothing on a reused descriptor number.
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto socket = std::make_optional(tenon::open<tenon::tcp, tenon::ipv4>(loop).value());
    const auto connect = [](auto& from, tenon::ipv4::endpoint to,
                            std::error_code& into) -> user_task {
        auto result = co_await std::move(from).connect(to);
        into = result.error();
    };
    error = {};
    // No host replies at this address.
    const user_task connecting = connect(*socket, "127.255.255.254:1"_v4, error);
    if (!connecting.done()) {
        REQUIRE(socket->close());
        run(loop, connecting);
        CHECK(error == std::errc::operation_canceled);
    }
}

TEST_CASE(
    "user_loop: a coroutine that is destroyed during a wait leaks no descriptor and loses no data") {
    user_loop loop;
    const int before = next_descriptor();
    {
        auto both = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
        const tenon::stop_source source;
        const auto wait = [](unix_peer& socket, tenon::stop_token token) -> user_task {
            std::array<std::byte, 16> buffer;
            static_cast<void>(co_await socket.receive(buffer, token, within(1h)));
            CHECK(false);
        };
        {
            const user_task waiting = wait(both.first, source.token());
            CHECK_FALSE(waiting.done());
        }
        source.request_stop();
        REQUIRE(::send(both.second.native_handle(), "hello", 5, 0) == 5);
        loop.run_once(false);
        // The data can still be received.
        std::array<char, 16> buffer;
        CHECK(::recv(both.first.native_handle(), buffer.data(), buffer.size(), 0) == 5);
    }
    CHECK(next_descriptor() == before);

    // A connection that was accepted for a destroyed coroutine is closed.
    {
        auto server = tenon::listen<tenon::tcp>(loop, "127.0.0.1:0"_v4).value();
        std::optional<user_task> accepting;
        const auto accept = [](tcp_server& socket) -> user_task {
            static_cast<void>(co_await socket.accept());
            CHECK(false);
        };
        accepting.emplace(accept(server));
        // The coroutine that is resumed first destroys the accepting one, whose connection arrives
        // in the same turn.
        auto both = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
        const auto destroy = [](unix_peer& socket, std::optional<user_task>& other) -> user_task {
            std::array<std::byte, 1> buffer;
            static_cast<void>(co_await socket.receive(buffer));
            other.reset();
        };
        const user_task destroying = destroy(both.first, accepting);
        REQUIRE(::send(both.second.native_handle(), "x", 1, 0) == 1);
        const auto client = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
        run(loop, destroying);
        CHECK_FALSE(accepting);
        char byte = 0;
        // The connection ends, whether it was accepted or not.
        static_cast<void>(server.close());
        CHECK(::recv(client.native_handle(), &byte, 1, 0) <= 0);
    }
    CHECK(next_descriptor() == before);
}

TEST_CASE("user_loop: release notifies the driver, move and transition do not") {
    user_loop loop;
    auto both = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    std::error_code error;
    const auto wait = [](unix_peer& socket, std::error_code& into) -> user_task {
        std::array<std::byte, 16> buffer;
        auto result = co_await socket.receive(buffer);
        into = result.error();
    };
    const user_task waiting = wait(both.first, error);
    const unit::owned released_descriptor = both.first.release();
    CHECK(loop.released == std::vector<tenon::os::descriptor>{released_descriptor});
    CHECK(both.first.empty());
    CHECK(both.first.release() == tenon::os::no_descriptor);
    CHECK(loop.released.size() == 1);
    run(loop, waiting);
    CHECK(error == std::errc::operation_canceled);
    // Neither a move nor a transition notifies the driver.
    auto moved = std::move(both.second);
    auto sending = std::move(moved).shutdown_receive().value();
    CHECK(loop.released.size() == 1);
    auto adopted = tenon::adopt<tenon::stream, tenon::unix_domain, tenon::connected>(
                       loop, ::dup(released_descriptor))
                       .value();
    CHECK((::fcntl(adopted.native_handle(), F_GETFL) & O_NONBLOCK) != 0);
}

TEST_CASE("user_loop: a verb that fails before or during connect reports its error") {
    user_loop loop;
    std::error_code error;
    const auto fail = [](user_loop& by, std::error_code& into) -> user_task {
        // The option does not exist, so the verb fails before connect(2).
        auto result = co_await tenon::connect<tenon::tcp>(
            by, "127.0.0.1:1"_v4, tenon::run_time_option<int>(SOL_SOCKET, 9'999, 1));
        into = result.error();
    };
    run(loop, fail(loop, error));
    CHECK(error == std::errc::no_protocol_option);
    const auto connect_refused = [](user_loop& by, std::error_code& into) -> user_task {
        auto bound = tenon::bind<tenon::tcp>("127.0.0.1:0"_v4).value();
        auto result = co_await tenon::connect<tenon::tcp>(by, bound.local_endpoint().value());
        into = result.error();
    };
    run(loop, connect_refused(loop, error));
    CHECK(error == std::errc::connection_refused);
}
