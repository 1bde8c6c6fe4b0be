// SPDX-License-Identifier: BSL-1.0

// Operations that run layers: limits, cancellation and the end of sockets while they wait.

#include <faults/helpers/descriptors.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>
#include <tenon/framing/framing.hpp>
#include <tenon/framing/length_prefix.hpp>
#include <unit/support/layers.hpp>
#include <unit/support/loops.hpp>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

using namespace unit;

namespace {

template <class Driver>
using messages = tenon::connection<measured<tenon::stream>, tenon::unix_domain, Driver>;

template <class Driver>
auto pair_under(const Driver& driver) {
    return tenon::connected_pair<measured<tenon::stream>, tenon::unix_domain>(driver).value();
}
/// A connection with a message layer, and its peer without one.
template <class Driver>
struct half_layered {
    messages<Driver> socket;
    tenon::connection<tenon::stream, tenon::unix_domain> peer;
};
template <class Driver>
half_layered<Driver> half_layered_under(const Driver& driver) {
    auto pair = pair_under(driver);
    auto peer =
        tenon::adopt<tenon::stream, tenon::unix_domain, tenon::connected>(pair.second.release())
            .value();
    return {std::move(pair.first), std::move(peer)};
}

template <class Socket>
tenon::task<void> receive_one(Socket& from, std::string& text) {
    std::byte buffer[100];
    const auto got = co_await from.receive(buffer);
    text = got ? std::string(tenon::as_text(got->data)) + (got->end ? "(end)" : "")
               : got.error().message();
}
template <class Socket>
tenon::task<void> send_many(Socket& to, int& sent, std::error_code& error) {
    const std::string message(200, 'm');
    for (;;) {
        const auto count = co_await to.send(message);
        if (!count) {
            error = count.error();
            break;
        }
        ++sent;
    }
}

const std::string canceled_text = std::make_error_code(std::errc::operation_canceled).message();

using framed_stream = tenon::framed<tenon::length_prefix<std::uint32_t>, tenon::stream>;
/// Returns what `length_prefix` sends for a message of so many equal bytes.
std::string on_the_wire(std::size_t size, char letter) {
    const auto length = static_cast<std::uint32_t>(size);
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(length >> shift & 255);
    return bytes + std::string(size, letter);
}
/// Returns bytes of its own at first, although a call of `below` may be pending.
struct leading : tenon::layer {
    using layer::layer;
    bool has_led = false;
    std::byte own[10];

    template <class Below>
    tenon::result<tenon::mutable_bytes> receive(Below& below, tenon::mutable_bytes buffer) {
        const auto got = below.receive(own);
        if (!got && has_led)
            return got;
        has_led = true;
        const tenon::const_bytes all = got ? tenon::const_bytes(*got) : "lead"_bytes;
        if (!all.empty())
            std::memcpy(buffer.data(), all.data(), all.size());
        return buffer.first(all.size());
    }
};

template <class Socket>
tenon::task<void> receive_into(Socket& from, std::string& buffer) {
    const auto got = co_await from.receive(buffer);
    CHECK((got && got->length == buffer.size()));
}
template <class Socket>
tenon::task<void> send_one(Socket& to, const std::string& text) {
    const auto sent = co_await to.send(text);
    CHECK((sent && *sent == text.size()));
}

}  // namespace

TEMPLATE_TEST_CASE(
    "receive: a second one does not enter layers in the middle of a message, which arrives whole",
    "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    const std::string wire = on_the_wire(100'000, 'a') + on_the_wire(3, 'b');
    loop.run([&]() -> tenon::task<void> {
        auto pair = tenon::connected_pair<framed_stream, tenon::unix_domain>(loop.driver()).value();
        auto peer =
            tenon::adopt<tenon::stream, tenon::unix_domain, tenon::connected>(pair.second.release())
                .value();
        REQUIRE(peer.send_all(std::string_view(wire).substr(0, 50'000)));
        std::string first(100'000, ' ');
        std::string second(100'000, ' ');
        tenon::scope scope(loop);
        scope.spawn(receive_into(pair.first, first));
        CHECK(co_await tenon::yield());
        const auto refused = std::errc::device_or_resource_busy;
        const auto into_another = co_await pair.first.receive(second);
        CHECK(into_another.error() == refused);
        const auto at_once = co_await pair.first.receive(second, tenon::within(0s));
        CHECK(at_once.error() == refused);
        const auto as_view = co_await pair.first.receive();
        CHECK(as_view.error() == refused);
        const auto readable = co_await pair.first.readable();
        CHECK(readable.error() == refused);
        // The other direction is free.
        const auto answer = co_await pair.first.send("answer"_bytes);
        CHECK(answer.value() == 6);
        support::background sending(
            [&] { return peer.send_all(std::string_view(wire).substr(50'000)).has_value(); });
        co_await scope.join();
        CHECK(sending.result());
        CHECK((first == std::string(100'000, 'a')));
        const auto next = co_await pair.first.receive(second);
        CHECK(next.value().data == "bbb"_bytes);
    }());
}

TEMPLATE_TEST_CASE(
    "send: a second one does not enter layers in the middle of a message, which is sent once", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    const std::string message(3'000'000, 'a');
    loop.run([&]() -> tenon::task<void> {
        auto pair = tenon::connected_pair<framed_stream, tenon::unix_domain>(loop.driver()).value();
        auto peer =
            tenon::adopt<tenon::stream, tenon::unix_domain, tenon::connected>(pair.second.release())
                .value();
        tenon::scope scope(loop);
        scope.spawn(send_one(pair.first, message));
        CHECK(co_await tenon::yield());
        std::string arrived(200'000, ' ');
        const auto refused = std::errc::device_or_resource_busy;
        const auto waiting = co_await pair.first.send("b"_bytes);
        CHECK(waiting.error() == refused);
        // Also if the socket takes bytes again.
        REQUIRE(peer.receive_exactly(tenon::mutable_bytes(arrived)));
        const auto at_once = co_await pair.first.send("b"_bytes, tenon::within(0s));
        CHECK(at_once.error() == refused);
        const auto flushed = co_await pair.first.flush();
        CHECK(flushed.error() == refused);
        const auto ended = co_await std::move(pair.first).shutdown_send();
        CHECK(ended.error() == refused);
        const std::string expected = on_the_wire(message.size(), 'a') + on_the_wire(1, 'c');
        support::background receiving([&] {
            std::string rest(expected.size() - arrived.size(), ' ');
            must(peer.receive_exactly(tenon::mutable_bytes(rest)));
            return rest;
        });
        co_await scope.join();
        const auto next = co_await pair.first.send("c"_bytes);
        CHECK(next.value() == 1);
        CHECK((arrived + receiving.result() == expected));
    }());
}

TEMPLATE_TEST_CASE("receive: layers that return while a call is pending lose nothing of it", "",
                   tenon::restarting, tenon::describing) {
    auto pair = tenon::connected_pair<tenon::layered<leading, tenon::stream>, tenon::unix_domain>(
                    TestType())
                    .value();
    REQUIRE(pair.second.send("hello"_bytes));
    REQUIRE(pair.second.close());
    std::byte buffer[10];
    CHECK(pair.first.receive(buffer).value() == "lead"_bytes);
    CHECK(pair.first.receive(buffer).value() == "hello"_bytes);
    CHECK(pair.first.receive(buffer).value().empty());
}

TEMPLATE_TEST_CASE("receive: after the stop of a task, the layers are free at once", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([&]() -> tenon::task<void> {
        auto pair = tenon::connected_pair<framed_stream, tenon::unix_domain>(loop.driver()).value();
        tenon::scope scope(loop);
        std::string text;
        scope.spawn(receive_one(pair.first, text));
        CHECK(co_await tenon::yield());
        scope.request_stop();
        const auto sent = co_await pair.second.send("b"_bytes);
        CHECK(sent.value() == 1);
        std::byte buffer[10];
        const auto got = co_await pair.first.receive(buffer);
        CHECK(got.value().data == "b"_bytes);
        co_await scope.join();
        CHECK(text == std::make_error_code(std::errc::operation_canceled).message());
    }());
}

TEMPLATE_TEST_CASE("send: after a limit has ended one, the layers are free", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    const std::string message(3'000'000, 'a');
    loop.run([&]() -> tenon::task<void> {
        auto pair = tenon::connected_pair<framed_stream, tenon::unix_domain>(loop.driver()).value();
        const auto kept = co_await pair.first.send(message, tenon::within(1ms));
        CHECK(kept.value() == message.size());
        const auto flushed = co_await pair.first.flush(tenon::within(1ms));
        CHECK(flushed.error() == std::errc::timed_out);
        std::byte buffer[10];
        const auto nothing = co_await pair.first.receive(buffer, tenon::within(1ms));
        CHECK(nothing.error() == std::errc::timed_out);
        const auto sent = co_await pair.second.send("b"_bytes);
        CHECK(sent.value() == 1);
        const auto got = co_await pair.first.receive(buffer);
        CHECK(got.value().data == "b"_bytes);
    }());
}

TEMPLATE_TEST_CASE("receive: a limit in the middle of a message loses nothing", "",
                   UNIT_LIMITED_ENVIRONMENTS) {
    TestType on;
    auto ends = half_layered_under(on.driver);
    std::byte buffer[100];
    const auto receive = [&](auto limit) {
        return on([&] { return ends.socket.receive(buffer, limit); });
    };
    CHECK(receive(tenon::within(0s)).error() == std::errc::timed_out);
    CHECK(ends.peer.send_all("\x06mes"_bytes));
    CHECK(receive(tenon::within(0s)).error() == std::errc::timed_out);
    CHECK(on([&] { return ends.socket.readable(tenon::within(1ms)); }).error() ==
          std::errc::timed_out);
    CHECK(ends.peer.send_all("sag"_bytes));
    CHECK(receive(tenon::within(1h)).value().data == "messag"_bytes);
    CHECK(
        ends.peer.send_all("\x01"
                           "a\x01"
                           "b"_bytes));
    CHECK(receive(tenon::within(0s)).value().data == "a"_bytes);
    // The limits are the same whether the layer holds the message or not.
    CHECK(receive(tenon::within(-1s)).error() == std::errc::timed_out);
    tenon::stop_source stopped;
    stopped.request_stop();
    CHECK(receive(stopped.token()).error() == std::errc::operation_canceled);
    CHECK(receive(tenon::within(0s)).value().data == "b"_bytes);
}

TEMPLATE_TEST_CASE("send: a message is sent whole or not at all, across limits", "",
                   UNIT_LIMITED_ENVIRONMENTS) {
    TestType on;
    auto ends = half_layered_under(on.driver);
    CHECK(ends.socket.set(tenon::options::send_buffer_size(1)));
    const std::string message(200, 'm');
    std::size_t accepted = 0;
    std::size_t received = 0;
    std::byte buffer[1000];
    const auto drain = [&] {
        while (const auto got = ends.peer.receive(buffer, tenon::within(0s)))
            received += got->size();
    };
    for (int round = 0; round != 300; ++round) {
        if (on([&] { return ends.socket.send(message, tenon::within(0s)); }))
            ++accepted;
        if (round % 50 == 49)
            drain();
    }
    while (!on([&] { return ends.socket.flush(tenon::within(0s)); }))
        drain();
    drain();
    CHECK(accepted < 300);
    CHECK(received == accepted * 201);
    CHECK(on([&] { return ends.socket.send(message, tenon::within(-1s)); }).error() ==
          std::errc::timed_out);
    CHECK(!ends.socket.layer().holds_unsent());
}

TEMPLATE_TEST_CASE(
    "loops: a socket that ends while an operation waits cancels it, and the layers live on", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto made = half_layered_under(loop.driver());
    auto peer = std::move(made.peer);
    std::optional<messages<tenon::driver_of<TestType>>> socket(std::move(made.socket));
    std::string text;
    tenon::scope all(loop);
    CHECK(
        peer.send_all("\x05"
                      "ab"_bytes));
    all.spawn(receive_one(*socket, text));
    unit::turn(loop);
    CHECK(text.empty());
    SECTION("destroyed") {
        socket.reset();
        CHECK(text.empty());
    }
    SECTION("assigned to") {
        *socket = messages<tenon::driver_of<TestType>>(std::move(*socket));
        auto other = pair_under(loop.driver());
        *socket = std::move(other.first);
        CHECK(text.empty());
    }
    SECTION("closed") {
        // The goodbye is sent while the other operation waits.
        std::string closed;
        all.spawn([](auto& one, std::string& outcome) -> tenon::task<void> {
            const auto result = co_await one.close();
            outcome = result ? "closed" : result.error().message();
        }(*socket, closed));
        unit::turn(loop);
        CHECK(closed == "closed");
        CHECK(socket->empty());
        std::byte buffer[10];
        CHECK(peer.receive(buffer).value() == "\x00"_bytes);
    }
    SECTION("stopped") {
        all.request_stop();
        CHECK(!socket->empty());
    }
    unit::turn(loop);
    CHECK(text == canceled_text);
    CHECK(loop.run().has_value());
}

TEMPLATE_TEST_CASE("loops: an operation that waits goes on when its socket is moved", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto ends = half_layered_under(loop.driver());
    std::string text;
    tenon::scope all(loop);
    all.spawn(receive_one(ends.socket, text));
    unit::turn(loop);
    auto moved = std::move(ends.socket);
    // The layers cannot be moved into another allocation meanwhile.
    CHECK(std::move(moved).template with_layer<counted>().error() ==
          std::errc::device_or_resource_busy);
    CHECK(std::move(moved).without_layer().error() == std::errc::device_or_resource_busy);
    CHECK(!moved.empty());
    CHECK(ends.peer.send_all("\x05hello"_bytes));
    CHECK(loop.run().has_value());
    CHECK(text == "hello");
    auto more = std::move(moved).template with_layer<counted>().value();
    CHECK(more.layer().received == 0);
}

TEMPLATE_TEST_CASE(
    "loops: a coroutine that is destroyed while it waits leaves the layers as a limit does", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto ends = half_layered_under(loop.driver());
    CHECK(ends.socket.set(tenon::options::send_buffer_size(1)));
    std::string text;
    int sent = 0;
    std::error_code error;
    {
        auto receiving = std::make_unique<tenon::scope>(loop);
        receiving->spawn(receive_one(ends.socket, text));
        receiving->spawn(send_many(ends.socket, sent, error));
        unit::turn(loop);
        CHECK(
            ends.peer.send_all("\x03"
                               "ab"_bytes));
        unit::turn(loop);
    }
    CHECK(text.empty());
    CHECK(sent > 0);
    CHECK(!error);
    // All that was accepted arrives, and the half message is not lost.
    std::byte buffer[1000];
    std::size_t received = 0;
    loop.run([](auto& socket) -> tenon::task<void> {
        static_cast<void>(co_await socket.flush(tenon::within(1ms)));
    }(ends.socket));
    while (const auto got = ends.peer.receive(buffer, tenon::within(0s))) {
        received += got->size();
        loop.run([](auto& socket) -> tenon::task<void> {
            static_cast<void>(co_await socket.flush(tenon::within(1ms)));
        }(ends.socket));
    }
    CHECK(received % 201 == 0);
    CHECK(received / 201 >= static_cast<std::size_t>(sent));
    CHECK(ends.peer.send_all("c"_bytes));
    loop.run(receive_one(ends.socket, text));
    CHECK(text == "abc");
}

TEMPLATE_TEST_CASE("loops: one task sends and another receives on a socket, and both wait", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto pair = pair_under(loop.driver());
    CHECK(pair.first.set(tenon::options::send_buffer_size(1)));
    CHECK(pair.second.set(tenon::options::send_buffer_size(1)));
    const auto send = [](auto& socket, int count) -> tenon::task<void> {
        for (int round = 0; round != count; ++round) {
            const std::string message(static_cast<std::size_t>(round % 256), 'm');
            const auto done = co_await socket.send(message);
            expect(done);
        }
    };
    const auto receive = [](auto& socket, int count, int& received) -> tenon::task<void> {
        std::byte buffer[300];
        for (int round = 0; round != count; ++round) {
            const auto got = co_await socket.receive(buffer);
            expect(got);
            if (got && got->length == static_cast<std::size_t>(round % 256))
                ++received;
        }
    };
    int first = 0;
    int second = 0;
    loop.run(tenon::when_all(send(pair.first, 1000), receive(pair.first, 1000, first),
                             send(pair.second, 1000), receive(pair.second, 1000, second)));
    CHECK(first == 1000);
    CHECK(second == 1000);
    // A second waiter in a direction is refused, and harms neither the first nor the layers.
    std::string waiting;
    std::string refused;
    tenon::scope all(loop);
    all.spawn(receive_one(pair.first, waiting));
    all.spawn(receive_one(pair.first, refused));
    unit::turn(loop);
    CHECK(refused == std::make_error_code(std::errc::device_or_resource_busy).message());
    all.spawn(send(pair.second, 2));
    CHECK(loop.run().has_value());
    CHECK(waiting.empty());  // The first message is empty.
}

TEMPLATE_TEST_CASE("close: ends the socket also in a task that is asked to stop", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto pair = pair_under(loop.driver());
    const int descriptor = pair.first.native_handle();
    tenon::scope all(loop);
    std::error_code error;
    all.spawn([](auto& socket, std::error_code& outcome) -> tenon::task<void> {
        std::byte buffer[1];
        static_cast<void>(co_await socket.receive(buffer));
        const auto closed = co_await socket.close();
        outcome = closed.error();
    }(pair.first, error));
    unit::turn(loop);
    all.request_stop();
    CHECK(loop.run().has_value());
    CHECK(error == std::errc::operation_canceled);
    CHECK(pair.first.empty());
    CHECK(!faults::is_open(descriptor));
}

TEMPLATE_TEST_CASE("handshake: a transition whose socket is moved while it waits is canceled", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto pair = tenon::connected_pair<introduced<tenon::stream>, tenon::unix_domain>(loop).value();
    std::error_code error;
    tenon::scope all(loop);
    all.spawn([](auto& socket, std::error_code& outcome) -> tenon::task<void> {
        const auto shaken = co_await std::move(socket).handshake();
        outcome = shaken.error();
    }(pair.first, error));
    unit::turn(loop);
    auto moved = std::move(pair.first);
    auto peer = std::move(pair.second);
    const auto shake = [](auto socket) -> tenon::task<void> {
        const auto shaken = co_await std::move(socket).handshake();
        expect(shaken);
    };
    all.spawn(shake(std::move(peer)));
    CHECK(loop.run().has_value());
    CHECK(error == std::errc::operation_canceled);
    CHECK(!moved.empty());
    // The handshake was done.
    loop.run(shake(std::move(moved)));
}

// Operations whose calls are described, step by step.

namespace {

/// A layer that sends before it receives, once it has something to send.
struct answering : tenon::layer {
    using layer::layer;
    tenon::inbox in;
    std::string kept;

    tenon::result<tenon::mutable_bytes> receive(auto& below, tenon::mutable_bytes buffer) {
        if (!kept.empty()) {
            const auto sent = below.send(tenon::const_bytes(kept));
            if (!sent)
                return sent.why();
            kept.clear();
        }
        return below.receive(buffer);
    }
};

using answering_stack = tenon::layered<answering, tenon::stream>::stack_type;
using answering_session = tenon::layered<answering, tenon::stream>::session;
template <class Request>
using through_answering = tenon::detail::through_layers<answering_stack, tenon::stream, Request>;
using receiving_operation = through_answering<tenon::detail::request::receive>;

/// Takes a description of each call, and reports which.
struct described {
    template <class Call>
    tenon::call_outcome<> operator()(Call& call) {
        if constexpr (requires { call.buffer; }) {
            name = "receive";
            buffer = call.buffer;
        } else if constexpr (requires { call.data; }) {
            name = "send";
        } else {
            name = "other";
        }
        return {.pending = true};
    }
    std::string name;
    tenon::mutable_bytes buffer;
};

struct no_view {};

}  // namespace

TEST_CASE("through_layers: a described call that succeeded after it was cancelled is not lost") {
    answering_session session;
    CHECK(session.begin(tenon::side::connecting));
    std::byte buffer[10];
    receiving_operation operation(session, tenon::mutable_bytes(buffer));
    described next;
    static_cast<void>(operation.next(next));
    CHECK(next.name == "receive");
    buffer[0] = std::byte{'x'};
    CHECK(!operation.advance(1));
    operation.fail(ECANCELED);  // The driver makes no other call.
    CHECK(operation.finish(no_view()).value() == "x"_bytes);
}

TEST_CASE("through_layers: a limit reaches the layers as the error of the described call") {
    answering_session session;
    CHECK(session.begin(tenon::side::connecting));
    std::byte buffer[10];
    receiving_operation operation(session, tenon::mutable_bytes(buffer));
    SECTION("before the operation begins, no layer is asked") {
        operation.fail(ETIMEDOUT);
        CHECK(operation.finish(no_view()).error() == std::errc::timed_out);
    }
    SECTION("while it waits") {
        described next;
        static_cast<void>(operation.next(next));
        operation.fail(ETIMEDOUT);
        CHECK(operation.finish(no_view()).error() == std::errc::timed_out);
    }
    SECTION("the operation is abandoned") {
        described next;
        static_cast<void>(operation.next(next));
        operation.abandon(no_view());
        CHECK(operation.finish(no_view()).error() == std::errc::operation_canceled);
    }
}

TEST_CASE(
    "through_layers: bytes that were received when a limit ends another call are kept for the next operation") {
    answering_session session;
    CHECK(session.begin(tenon::side::connecting));
    std::byte buffer[10];
    {
        receiving_operation operation(session, tenon::mutable_bytes(buffer));
        described next;
        static_cast<void>(operation.next(next));
        REQUIRE(next.name == "receive");
        std::memcpy(buffer, "abc", 3);
        CHECK(!operation.advance(3));
        // Meanwhile another operation has left something to send.
        session.layer<answering>().kept = "kept";
        static_cast<void>(operation.next(next));
        CHECK(next.name == "send");
        SECTION("a limit") {
            operation.fail(ETIMEDOUT);
            CHECK(operation.finish(no_view()).error() == std::errc::timed_out);
        }
        SECTION("abandoned") {
            operation.abandon(no_view());
            CHECK(operation.finish(no_view()).error() == std::errc::operation_canceled);
        }
        SECTION("cancelled") {
            CHECK(!operation.advance(-ECANCELED));
            operation.fail(ECANCELED);
            CHECK(operation.finish(no_view()).error() == std::errc::operation_canceled);
        }
    }
    session.layer<answering>().kept.clear();
    std::memset(buffer, 0, sizeof buffer);
    receiving_operation again(session, tenon::mutable_bytes(buffer, 2));
    described next;
    static_cast<void>(again.next(next));
    CHECK(again.advance(0));
    CHECK(again.finish(no_view()).value() == "ab"_bytes);
    receiving_operation last(session, tenon::mutable_bytes(buffer, 2));
    static_cast<void>(last.next(next));
    CHECK(last.advance(0));
    CHECK(last.finish(no_view()).value() == "c"_bytes);
}
