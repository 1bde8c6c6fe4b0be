// SPDX-License-Identifier: BSL-1.0

// Streams: how they end, in one direction and in both, and what happens to the bytes that are on their way.

#include <poll.h>

#include <optional>
#include <support/catch.hpp>
#include <thread>

#include "../helpers/deadline.hpp"
#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

TEMPLATE_TEST_CASE("half a connection goes on without the other", "", tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("half a connection goes on without the other");
    auto both = joined_as<TestType>();
    std::array<std::byte, 16> buffer;

    SECTION("one end sends no more") {
        auto receiver = std::move(both.near).shutdown_send().value();
        CHECK(both.near.empty());
        CHECK(both.far.receive(buffer).value().empty());
        CHECK(both.far.receive(buffer).value().empty());
        send_text(both.far, "still");
        CHECK(receive_text(receiver, 5) == "still");
        auto other_receiver = std::move(both.far).shutdown_send().value();
        CHECK(receiver.receive(buffer).value().empty());
        CHECK(other_receiver.receive(buffer).value().empty());
    }
    SECTION("one end receives no more") {
        auto sender = std::move(both.near).shutdown_receive().value();
        send_text(sender, "still");
        CHECK(receive_text(both.far, 5) == "still");
        sender.close().value();
        CHECK(both.far.receive(buffer).value().empty());
    }
}

TEMPLATE_TEST_CASE("the end of the sending half shuts its direction", "", tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("the end of the sending half shuts its direction");
    auto both = joined_as<TestType>();
    std::array<std::byte, 16> buffer;
    auto halves = std::move(both.near).split().value();
    std::optional<decltype(halves.second)> sender(std::move(halves.second));

    SECTION("when it is destroyed") {
        sender.reset();
        CHECK(halves.second.close().error() == std::errc::bad_file_descriptor);  // It was moved from.
    }
    SECTION("when it is closed") {
        CHECK(sender->close());
    }
    SECTION("when another is put in its place") {
        *sender = {};
        CHECK(sender->native_handle() == tenon::os::no_descriptor);
    }
    CHECK(both.far.receive(buffer).value().empty());
    send_text(both.far, "still");
    CHECK(receive_text(halves.first, 5) == "still");
    both.far.close().value();
    CHECK(halves.first.receive(buffer).value().empty());
}

TEST_CASE("the end of the receiving half shuts nothing") {
    const deadline guard("the end of the receiving half shuts nothing");
    auto both = joined<tenon::tcp, tenon::ipv4>();
    auto halves = std::move(both.near).split().value();
    halves.first.close().value();
    send_text(halves.second, "still");
    CHECK(receive_text(both.far, 5) == "still");
}

TEMPLATE_TEST_CASE("a socket that lingers for no time resets the connection", "", tcp_over_ipv4, tcp_over_ipv6) {
    const deadline guard("a socket that lingers for no time resets the connection");
    auto both = joined_as<TestType>();
    both.near.set(tenon::options::linger{{true, 0}}).value();
    both.near.close().value();
    std::array<std::byte, 16> buffer;
    CHECK(both.far.receive(buffer).error() == std::errc::connection_reset);
    CHECK(both.far.send("more"_bytes).error() == std::errc::broken_pipe);
}

TEMPLATE_TEST_CASE("nothing can be sent", "", tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("nothing can be sent");
    auto both = joined_as<TestType>();
    CHECK(both.near.send(tenon::const_bytes()).value() == 0);
    CHECK(both.near.send_all(tenon::const_bytes()).has_value());
    CHECK(both.near.send(tenon::pieces{tenon::const_bytes(), tenon::const_bytes()}).value() == 0);
    CHECK(both.near.send_all(std::vector<tenon::const_bytes>(3)).has_value());
    CHECK(both.near.receive_exactly(tenon::mutable_bytes()).value().empty());
    CHECK(talk(both.near, both.far));
}

TEMPLATE_TEST_CASE("a socket takes what it has space for", "", tcp_over_ipv4, tcp_over_ipv6, stream_over_unix) {
    const deadline guard("a socket takes what it has space for");
    auto both = joined_as<TestType>();
    both.near.set(tenon::options::send_buffer_size{4096}).value();
    const std::string megabytes(8 << 20, '.');

    // Nobody receives, so a call that does not wait says how far it came. One that waits would wait for good.
    make_nonblocking(both.near.native_handle());
    const std::size_t sent = both.near.send(megabytes).value();
    CHECK(sent > 0);
    CHECK(sent < megabytes.size());
    CHECK(receive_text(both.far, sent) == megabytes.substr(0, sent));
}

TEMPLATE_TEST_CASE("a cursor says how far the sending came when the peer vanished", "", tcp_over_ipv4, tcp_over_ipv6,
                   stream_over_unix) {
    const deadline guard("a cursor says how far the sending came when the peer vanished");
    auto both = joined_as<TestType>();
    both.near.set(tenon::options::send_buffer_size{4096}).value();
    const std::string megabytes(8 << 20, '.');

    std::thread peer([far = std::move(both.far)]() mutable { static_cast<void>(receive_text(far, 100'000)); });
    tenon::unsent rest(megabytes);
    const auto sent = both.near.send_all(rest);
    peer.join();
    CHECK((sent.error() == std::errc::broken_pipe || sent.error() == std::errc::connection_reset));
    CHECK(rest.done() >= 100'000);
    CHECK(rest.left() > 0);
    CHECK(rest.done() + rest.left() == megabytes.size());
    // What is left cannot be sent, and is left.
    const std::size_t left = rest.left();
    CHECK(both.near.send_all(rest).error() == std::errc::broken_pipe);
    CHECK(rest.left() == left);
}

TEMPLATE_TEST_CASE("a cursor says how far the receiving came when the stream ended", "", tcp_over_ipv4, tcp_over_ipv6,
                   stream_over_unix) {
    const deadline guard("a cursor says how far the receiving came when the stream ended");
    auto both = joined_as<TestType>();
    send_text(both.far, "half of");
    both.far.close().value();
    std::string buffer(16, '-');

    SECTION("in one range") {
        tenon::unfilled rest(buffer);
        CHECK(both.near.receive_exactly(rest).error() == tenon::errc::end_of_stream);
        CHECK(rest.done() == 7);
        CHECK(buffer == "half of---------");
    }
    SECTION("in several ranges") {
        tenon::unfilled rest(tenon::pieces{tenon::mutable_bytes(buffer).first(3), tenon::mutable_bytes(buffer).after(3)});
        CHECK(both.near.receive_exactly(rest).error() == tenon::errc::end_of_stream);
        CHECK(rest.done() == 7);
        CHECK(buffer == "half of---------");
    }
}

TEMPLATE_TEST_CASE("an urgent byte overtakes the others", "", tcp_over_ipv4, tcp_over_ipv6) {
    const deadline guard("an urgent byte overtakes the others");
    auto both = joined_as<TestType>();
    CHECK(both.near.receive_urgent().error() == std::errc::invalid_argument);

    send_text(both.far, "before");
    both.far.send_urgent(std::byte{'!'}).value();
    send_text(both.far, "after");
    ::pollfd urgent = {both.near.native_handle(), POLLPRI, 0};
    REQUIRE(::poll(&urgent, 1, -1) == 1);

    CHECK_FALSE(both.near.at_mark().value());
    CHECK(both.near.receive_urgent().value() == std::byte{'!'});
    CHECK(both.near.receive_urgent().error() == std::errc::invalid_argument);
    // A stream's receive stops at the mark, where there was one.
    CHECK(next_of(both.near) == "before");
    CHECK(both.near.at_mark().value());
    CHECK(receive_text(both.near, 5) == "after");
    CHECK_FALSE(both.near.at_mark().value());
}
