// SPDX-License-Identifier: BSL-1.0

// Full queues of Unix sockets, for which poll(2) does not report space: the library retries with
// pauses. And descriptors that an operation with a limit has made nonblocking.

#include <conformance/limits/limit_cases.hpp>
#include <conformance/limits/scenario/connecting.hpp>
#include <conformance/limits/scenario/sending.hpp>
#include <faults/helpers/deadline.hpp>
#include <faults/helpers/descriptors.hpp>
#include <faults/helpers/loopback.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>

#include <utility>

using limit_tests::monotonic;
using limit_tests::processor_time;
using namespace std::chrono_literals;
using namespace faults;

namespace {

/// Checks that an attempt ends after 200 ms and uses less than 50 ms of processor time.
template <class Attempt>
void check_ends_without_spinning(Attempt attempt) {
    const auto began = monotonic();
    const auto used = processor_time();
    CHECK(attempt(tenon::within(200ms)).error() == std::errc::timed_out);
    CHECK(monotonic() - began >= 200ms);
    CHECK(monotonic() - began < 5s);
    CHECK(processor_time() - used < 50ms);
}

/// Checks that a stop request ends an attempt that sleeps.
template <class Attempt>
void check_stop_ends(Attempt attempt) {
    const tenon::stop_source source;
    support::background waiting([&] {
        const auto error = attempt(source.token()).error();
        return std::pair(error, monotonic());
    });
    CHECK(waiting.sleeps());
    const auto stopped = monotonic();
    source.request_stop();
    const auto [error, ended] = waiting.result();
    CHECK(error == std::errc::operation_canceled);
    CHECK(ended - stopped < 5s);
}

}  // namespace

TEMPLATE_TEST_CASE("connect: the queue of a Unix listener is full, each limit ends it", "",
                   stream_over_unix, seqpacket_over_unix) {
    using protocol = typename TestType::protocol;
    const deadline guard("connect to a full queue");
    limit_tests::full_listener<TestType> listener;
    auto socket = tenon::open<protocol, tenon::unix_domain>().value();
    check_ends_without_spinning(
        [&](const auto& limit) { return std::move(socket).connect(listener.endpoint(), limit); });
    check_ends_without_spinning(
        [&](const auto& limit) { return tenon::connect<protocol>(listener.endpoint(), limit); });
    check_stop_ends(
        [&](const auto& limit) { return std::move(socket).connect(listener.endpoint(), limit); });
    CHECK(std::move(socket).connect(listener.endpoint(), tenon::within(0s)).error() ==
          std::errc::timed_out);
    // The descriptor is nonblocking now, and connect without a limit still waits.
    CHECK(is_nonblocking(socket.native_handle()));
    support::background waiting([&] { return std::move(socket).connect(listener.endpoint()); });
    CHECK(waiting.sleeps());
    listener.accept_first();
    auto client = waiting.result().value();
    auto server = listener.accept_next();
    CHECK(talk(client, server));
}

TEST_CASE("send_to: the queue of a Unix datagram socket is full, each limit ends it") {
    const deadline guard("send_to a full queue");
    auto sender = bound_as<datagram_over_unix>();
    auto receiver = bound_as<datagram_over_unix>();
    const auto endpoint = receiver.local_endpoint().value();
    int filled = 0;
    while (sender.send_to("filling"_bytes, endpoint, tenon::within(0s)))
        ++filled;
    check_ends_without_spinning(
        [&](const auto& limit) { return sender.send_to("late"_bytes, endpoint, limit); });
    check_ends_without_spinning([&](const auto& limit) {
        return sender.send_to(tenon::pieces{std::string_view("la"), std::string_view("te")},
                              endpoint, limit);
    });
    check_stop_ends(
        [&](const auto& limit) { return sender.send_to("late"_bytes, endpoint, limit); });

    support::background waiting(
        [&] { return sender.send_to("in time"_bytes, endpoint, tenon::within(10s)); });
    CHECK(waiting.sleeps());
    std::array<std::byte, 16> buffer;
    for (int time = 0; time != filled; ++time)
        CHECK(text_of(receiver.receive_from(buffer).value().data) == "filling");
    CHECK(waiting.result());
    CHECK(text_of(receiver.receive_from(buffer).value().data) == "in time");
    CHECK(receiver.available().value() == 0);
}

TEMPLATE_TEST_CASE("accept: after an accept with a limit, one without a limit waits", "",
                   tcp_over_ipv4, stream_over_unix, seqpacket_over_unix) {
    using protocol = typename TestType::protocol;
    const deadline guard("accept after one with a limit");
    auto listener = tenon::listen<protocol>(anywhere<typename TestType::family>()).value();
    CHECK_FALSE(is_nonblocking(listener.native_handle()));
    CHECK(listener.accept(tenon::within(1ms)).error() == std::errc::timed_out);
    CHECK(is_nonblocking(listener.native_handle()));
    support::background waiting([&] { return listener.accept(); });
    CHECK(waiting.sleeps());
    auto client = tenon::connect<protocol>(listener.local_endpoint().value()).value();
    auto server = waiting.result().value();
    // An accepted socket is blocking even if its listener is nonblocking.
    CHECK_FALSE(is_nonblocking(server.native_handle()));
    CHECK(talk(client, server));
}

TEMPLATE_TEST_CASE("connect: after a connect with a limit, operations without a limit wait", "",
                   tcp_over_ipv4, stream_over_unix, seqpacket_over_unix) {
    using protocol = typename TestType::protocol;
    const deadline guard("operations after a connect with a limit");
    auto listener = tenon::listen<protocol>(anywhere<typename TestType::family>()).value();
    auto client =
        tenon::connect<protocol>(listener.local_endpoint().value(), tenon::within(10s)).value();
    auto server = listener.accept().value();
    CHECK(is_nonblocking(client.native_handle()));
    {
        support::background waiting([&] { return next_of(client); });
        CHECK(waiting.sleeps());
        send_text(server, "hello");
        CHECK(waiting.result() == "hello");
    }
    // A set size stays; otherwise the system enlarges the buffer.
    server.set(tenon::options::receive_buffer_size(32768)).value();
    const auto filling = limit_tests::fill_up(client);
    support::background waiting([&] { return client.send(std::string_view("last")).has_value(); });
    CHECK(waiting.sleeps());
    drain(server, filling);
    CHECK(waiting.result());
    CHECK(receive_text(server, 4) == "last");
}

TEST_CASE("send, receive, wait_any: with limits, the descriptor stays blocking") {
    const deadline guard("descriptors under limits");
    auto both = joined<tenon::tcp, tenon::ipv4>();
    std::array<std::byte, 4> buffer;
    CHECK(both.socket.receive(buffer, tenon::within(0s)).error() == std::errc::timed_out);
    CHECK(both.socket.receive_exactly(buffer, tenon::within(0s)).error() == std::errc::timed_out);
    CHECK(both.socket.send(std::string_view("x"), tenon::within(1s)));
    CHECK(tenon::wait_any(tenon::readable, both.socket, tenon::within(0s)).error() ==
          std::errc::timed_out);
    CHECK_FALSE(is_nonblocking(both.socket.native_handle()));
}
