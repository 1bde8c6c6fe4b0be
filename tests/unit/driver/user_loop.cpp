// SPDX-License-Identifier: BSL-1.0

// The contract of operations and drivers, used by an event loop of a user's own (support/user_loop.hpp): coroutines that wait,
// whose sockets are moved, closed and destroyed meanwhile, under limits, to temporary endpoints.

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

TEST_CASE("user's loop: connect, accept, send_all and receive_exactly, one verb a step") {
    user_loop loop;
    auto server = tenon::listen<tenon::tcp>(loop, "127.0.0.1:0"_v4).value();
    std::string received(1 << 20, '\0');
    const std::string sent(received.size(), 'x');
    const auto serve = [](tcp_server& listener, std::string& into) -> user_task {
        auto accepted = co_await listener.accept_from();
        auto peer = std::move(accepted.value().socket);
        auto got = co_await peer.receive_exactly(into);
        CHECK(got.has_value());
        auto answer = co_await peer.send_all("done"_bytes);
        CHECK(answer.has_value());
    };
    const auto ask = [](user_loop& by, tenon::ipv4::endpoint there, const std::string& data, std::string& back) -> user_task {
        auto connected = co_await tenon::connect<tenon::tcp>(by, there, tenon::options::no_delay{true}, within(10s));
        auto peer = std::move(connected.value());
        // The copy lives until the end of the expression, and so while the coroutine is suspended.
        auto whole = co_await peer.send_all(std::string(data));
        CHECK(whole.has_value());
        std::array<std::byte, 16> buffer;
        auto got = co_await peer.receive(buffer);
        back = tenon::as_text(got.value());
    };
    std::string answer;
    const user_task serving = serve(server, received);
    const user_task asking = ask(loop, server.local_endpoint().value(), sent, answer);
    run(loop, asking);
    CHECK(serving.done());
    CHECK(received == sent);
    CHECK(answer == "done");
}

TEST_CASE("user's loop: a message to a temporary endpoint, while the queue is full") {
    user_loop loop;
    // A Unix queue that is full: the endpoint is long gone when the message is sent at last.
    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    auto sender = tenon::open<tenon::datagram, tenon::unix_domain>(loop).value();
    const std::string name(receiver.local_endpoint().value().name());
    const auto fill = [](auto& socket, std::string there) -> user_task {
        for (int number = 0; number != 1'000; ++number) {
            auto sent = co_await socket.send_to("hello"_bytes, tenon::unix_domain::abstract(there).value(), within(5ms));
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
        auto sent = co_await socket.send_to("there"_bytes, tenon::ipv4::endpoint(tenon::ipv4::address(127, 0, 0, 1), port));
        CHECK(sent.value() == 5);
    };
    run(loop, send(udp_sender, udp_receiver.local_endpoint().value().port()));
    CHECK(tenon::as_text(udp_receiver.receive_from(buffer).value().data) == "there");
}

TEST_CASE("user's loop: the socket is moved under a waiter") {
    user_loop loop;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    std::string got;
    const auto wait = [](unix_peer& socket, std::string& into) -> user_task {
        std::array<std::byte, 16> buffer;
        auto result = co_await socket.receive(buffer);
        into = tenon::as_text(result.value());
    };
    auto elsewhere = std::make_unique<unix_peer>(std::move(near));
    const user_task waiting = wait(*elsewhere, got);
    unix_peer again = std::move(*elsewhere);
    elsewhere.reset();
    loop.run_once(false);  // Nothing: it is still open.
    REQUIRE(::send(far.native_handle(), "hello", 5, 0) == 5);
    run(loop, waiting);
    CHECK(got == "hello");
    CHECK_FALSE(again.empty());

    // A listener, whose connection has the driver.
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

TEST_CASE("user's loop: limits end what waits, and a virtual deadline is not moved by what comes first") {
    user_loop loop;
    auto both = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    auto& near = both.first;
    std::error_code error;
    const auto wait = [](unix_peer& socket, std::error_code& into, auto... limits) -> user_task {
        std::array<std::byte, 16> buffer;
        auto result = co_await socket.receive(buffer, limits...);
        into = result.error();
    };
    const auto before = std::chrono::steady_clock::now();
    run(loop, wait(near, error, within(20ms)));
    CHECK(error == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 20ms);
    run(loop, wait(near, error, within(-1s)));
    CHECK(error == std::errc::timed_out);

    // Tokens, which the operation owns: their sources are gone when it is stopped, but one.
    std::optional<tenon::stop_source> source(std::in_place);
    const user_task waiting = wait(near, error, source->token(), tenon::stop_source().token(), within(1h));
    error = {};
    CHECK_FALSE(waiting.done());
    std::thread([copy = *source] { copy.request_stop(); }).join();
    source.reset();
    run(loop, waiting);
    CHECK(error == std::errc::operation_canceled);

    // Nothing was lost, and the socket goes on.
    REQUIRE(::send(both.second.native_handle(), "hello", 5, 0) == 5);
    run(loop, wait(near, error, within(1s)));
    CHECK(error == std::error_code());
}

TEST_CASE("user's loop: closing a socket cancels what waits on it, and its number may be another's at once") {
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

    // A connect in flight undoes nothing on the number that is another's by then.
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto socket = std::make_optional(tenon::open<tenon::tcp, tenon::ipv4>(loop).value());
    const auto connect = [](auto& from, tenon::ipv4::endpoint to, std::error_code& into) -> user_task {
        auto result = co_await std::move(from).connect(to);
        into = result.error();
    };
    error = {};
    // An address that does not answer.
    const user_task connecting = connect(*socket, "127.255.255.254:1"_v4, error);
    if (!connecting.done()) {
        REQUIRE(socket->close());
        run(loop, connecting);
        CHECK(error == std::errc::operation_canceled);
    }
}

TEST_CASE("user's loop: a coroutine that is destroyed while it waits leaves nothing behind") {
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
        // What came stays to be received.
        std::array<char, 16> buffer;
        CHECK(::recv(both.first.native_handle(), buffer.data(), buffer.size(), 0) == 5);
    }
    CHECK(next_descriptor() == before);

    // A connection that has been accepted for it, and that it has not taken, is closed.
    {
        auto server = tenon::listen<tenon::tcp>(loop, "127.0.0.1:0"_v4).value();
        std::optional<user_task> accepting;
        const auto accept = [](tcp_server& socket) -> user_task {
            static_cast<void>(co_await socket.accept());
            CHECK(false);
        };
        accepting.emplace(accept(server));
        // Whatever is resumed first destroys the other, whose connection has come in the same turn.
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
        // Accepted or not, it ends.
        static_cast<void>(server.close());
        CHECK(::recv(client.native_handle(), &byte, 1, 0) <= 0);
    }
    CHECK(next_descriptor() == before);
}

TEST_CASE("user's loop: the driver is told when a descriptor leaves its care") {
    user_loop loop;
    auto both = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    std::error_code error;
    const auto wait = [](unix_peer& socket, std::error_code& into) -> user_task {
        std::array<std::byte, 16> buffer;
        auto result = co_await socket.receive(buffer);
        into = result.error();
    };
    const user_task waiting = wait(both.first, error);
    const unit::owned mine = both.first.release();
    CHECK(loop.released == std::vector<tenon::os::descriptor>{mine});
    CHECK(both.first.empty());
    CHECK(both.first.release() == tenon::os::no_descriptor);
    CHECK(loop.released.size() == 1);
    run(loop, waiting);
    CHECK(error == std::errc::operation_canceled);
    // Moving a socket tells nothing, and neither does a transition.
    auto moved = std::move(both.second);
    auto sending = std::move(moved).shutdown_receive().value();
    CHECK(loop.released.size() == 1);
    auto adopted = tenon::adopt<tenon::stream, tenon::unix_domain, tenon::connected>(loop, ::dup(mine)).value();
    CHECK((::fcntl(adopted.native_handle(), F_GETFL) & O_NONBLOCK) != 0);
}

TEST_CASE("user's loop: an empty socket and a verb that fails are answered like any other") {
    user_loop loop;
    std::error_code error;
    const auto fail = [](user_loop& by, std::error_code& into) -> user_task {
        // There is no such option value: the socket is not even connected.
        auto result =
            co_await tenon::connect<tenon::tcp>(by, "127.0.0.1:1"_v4, tenon::run_time_option<int>(SOL_SOCKET, 9'999, 1));
        into = result.error();
    };
    run(loop, fail(loop, error));
    CHECK(error == std::errc::no_protocol_option);
    const auto refused = [](user_loop& by, std::error_code& into) -> user_task {
        auto bound = tenon::bind<tenon::tcp>("127.0.0.1:0"_v4).value();
        auto result = co_await tenon::connect<tenon::tcp>(by, bound.local_endpoint().value());
        into = result.error();
    };
    run(loop, refused(loop, error));
    CHECK(error == std::errc::connection_refused);
}
