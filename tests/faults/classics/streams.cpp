// SPDX-License-Identifier: BSL-1.0

// Streams: their end, in one direction and in both, and the bytes in flight.

#include <poll.h>

#include <optional>
#include <support/catch.hpp>
#include <thread>

#include "../helpers/deadline.hpp"
#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

TEMPLATE_TEST_CASE("shutdown_send, shutdown_receive: the other direction stays open", "",
                   tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("shutdown_send, shutdown_receive: the other direction stays open");
    auto both = joined_as<TestType>();
    std::array<std::byte, 16> buffer;

    SECTION("shutdown_send: the peer receives the end, and can still send") {
        auto receiver = std::move(both.socket).shutdown_send().value();
        CHECK(both.socket.empty());
        CHECK(both.peer.receive(buffer).value().empty());
        CHECK(both.peer.receive(buffer).value().empty());
        send_text(both.peer, "still");
        CHECK(receive_text(receiver, 5) == "still");
        auto other_receiver = std::move(both.peer).shutdown_send().value();
        CHECK(receiver.receive(buffer).value().empty());
        CHECK(other_receiver.receive(buffer).value().empty());
    }
    SECTION("shutdown_receive: the peer receives data, and the end after close") {
        auto sender = std::move(both.socket).shutdown_receive().value();
        send_text(sender, "still");
        CHECK(receive_text(both.peer, 5) == "still");
        sender.close().value();
        CHECK(both.peer.receive(buffer).value().empty());
    }
}

TEMPLATE_TEST_CASE("split: the end of the sending half shuts its direction down", "", tcp_over_ipv4,
                   tcp_over_ipv6, stream_over_unix) {
    const deadline guard("split: the end of the sending half shuts its direction down");
    auto both = joined_as<TestType>();
    std::array<std::byte, 16> buffer;
    auto halves = std::move(both.socket).split().value();
    std::optional<decltype(halves.second)> sender(std::move(halves.second));

    SECTION("destructor: the direction is shut down") {
        sender.reset();
        CHECK(halves.second.close().error() ==
              std::errc::bad_file_descriptor);  // A moved-from half is empty.
    }
    SECTION("close: the direction is shut down") {
        CHECK(sender->close());
    }
    SECTION("move assignment: the direction is shut down") {
        *sender = {};
        CHECK(sender->native_handle() == tenon::os::no_descriptor);
    }
    CHECK(both.peer.receive(buffer).value().empty());
    send_text(both.peer, "still");
    CHECK(receive_text(halves.first, 5) == "still");
    both.peer.close().value();
    CHECK(halves.first.receive(buffer).value().empty());
}

TEST_CASE("split: after the receiving half is closed, the sending half still sends") {
    const deadline guard("split: after the receiving half is closed, the sending half still sends");
    auto both = joined<tenon::tcp, tenon::ipv4>();
    auto halves = std::move(both.socket).split().value();
    halves.first.close().value();
    send_text(halves.second, "still");
    CHECK(receive_text(both.peer, 5) == "still");
}

TEMPLATE_TEST_CASE("linger: with a time of 0, close resets the connection", "", tcp_over_ipv4,
                   tcp_over_ipv6) {
    const deadline guard("linger: with a time of 0, close resets the connection");
    auto both = joined_as<TestType>();
    both.socket.set(tenon::options::linger{{true, 0}}).value();
    both.socket.close().value();
    std::array<std::byte, 16> buffer;
    CHECK(both.peer.receive(buffer).error() == std::errc::connection_reset);
    CHECK(both.peer.send("more"_bytes).error() == std::errc::broken_pipe);
}

TEMPLATE_TEST_CASE("send, send_all, receive_exactly: an empty range succeeds without effect", "",
                   tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("send, send_all, receive_exactly: an empty range succeeds without effect");
    auto both = joined_as<TestType>();
    CHECK(both.socket.send(tenon::const_bytes()).value() == 0);
    CHECK(both.socket.send_all(tenon::const_bytes()).has_value());
    CHECK(both.socket.send(tenon::pieces{tenon::const_bytes(), tenon::const_bytes()}).value() == 0);
    CHECK(both.socket.send_all(std::vector<tenon::const_bytes>(3)).has_value());
    CHECK(both.socket.receive_exactly(tenon::mutable_bytes()).value().empty());
    CHECK(talk(both.socket, both.peer));
}

TEMPLATE_TEST_CASE("send: a call that does not block sends as much as fits into the buffer", "",
                   tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("send: a call that does not block sends as much as fits into the buffer");
    auto both = joined_as<TestType>();
    both.socket.set(tenon::options::send_buffer_size{4096}).value();
    const std::string megabytes(8 << 20, '.');

    // The peer does not receive: a nonblocking call returns a short count, a blocking one would
    // never return.
    make_nonblocking(both.socket.native_handle());
    const std::size_t sent = both.socket.send(megabytes).value();
    CHECK(sent > 0);
    CHECK(sent < megabytes.size());
    CHECK(receive_text(both.peer, sent) == megabytes.substr(0, sent));
}

TEMPLATE_TEST_CASE("unsent: if the peer closes, the cursor counts the bytes that were sent", "",
                   tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("unsent: if the peer closes, the cursor counts the bytes that were sent");
    auto both = joined_as<TestType>();
    both.socket.set(tenon::options::send_buffer_size{4096}).value();
    const std::string megabytes(8 << 20, '.');

    std::thread peer([peer = std::move(both.peer)]() mutable {
        static_cast<void>(receive_text(peer, 100'000));
    });
    tenon::unsent rest(megabytes);
    const auto sent = both.socket.send_all(rest);
    peer.join();
    CHECK((sent.error() == std::errc::broken_pipe || sent.error() == std::errc::connection_reset));
    CHECK(rest.done() >= 100'000);
    CHECK(rest.left() > 0);
    CHECK(rest.done() + rest.left() == megabytes.size());
    // The rest cannot be sent, and the cursor does not advance.
    const std::size_t left = rest.left();
    CHECK(both.socket.send_all(rest).error() == std::errc::broken_pipe);
    CHECK(rest.left() == left);
}

TEMPLATE_TEST_CASE("unfilled: if the stream ends, the cursor counts the bytes that were received",
                   "", tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard(
        "unfilled: if the stream ends, the cursor counts the bytes that were received");
    auto both = joined_as<TestType>();
    send_text(both.peer, "half of");
    both.peer.close().value();
    std::string buffer(16, '-');

    SECTION("single buffer: the cursor counts 7 bytes") {
        tenon::unfilled rest(buffer);
        CHECK(both.socket.receive_exactly(rest).error() == tenon::errc::end_of_stream);
        CHECK(rest.done() == 7);
        CHECK(buffer == "half of---------");
    }
    SECTION("pieces: the cursor counts 7 bytes") {
        tenon::unfilled rest(tenon::pieces{tenon::mutable_bytes(buffer).first(3),
                                           tenon::mutable_bytes(buffer).after(3)});
        CHECK(both.socket.receive_exactly(rest).error() == tenon::errc::end_of_stream);
        CHECK(rest.done() == 7);
        CHECK(buffer == "half of---------");
    }
}

TEMPLATE_TEST_CASE("receive_urgent: the urgent byte is received before earlier data", "",
                   tcp_over_ipv4, tcp_over_ipv6) {
    const deadline guard("receive_urgent: the urgent byte is received before earlier data");
    auto both = joined_as<TestType>();
    CHECK(both.socket.receive_urgent().error() == std::errc::invalid_argument);

    send_text(both.peer, "before");
    both.peer.send_urgent(std::byte{'!'}).value();
    send_text(both.peer, "after");
    ::pollfd urgent = {both.socket.native_handle(), POLLPRI, 0};
    REQUIRE(::poll(&urgent, 1, -1) == 1);

    CHECK_FALSE(both.socket.at_mark().value());
    CHECK(both.socket.receive_urgent().value() == std::byte{'!'});
    CHECK(both.socket.receive_urgent().error() == std::errc::invalid_argument);
    // recv(2) stops at the urgent mark.
    CHECK(next_of(both.socket) == "before");
    CHECK(both.socket.at_mark().value());
    CHECK(receive_text(both.socket, 5) == "after");
    CHECK_FALSE(both.socket.at_mark().value());
}
