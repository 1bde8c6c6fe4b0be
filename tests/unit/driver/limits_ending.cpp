// SPDX-License-Identifier: BSL-1.0

// The blocking driver with limits: pauses if poll(2) does not tell when to retry, stop requests,
// and sockets that are shut down or empty.

#include <support/background.hpp>
#include <support/catch.hpp>
#include <unit/support/limited.hpp>
#include <unit/support/scripted.hpp>

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <tenon.hpp>

using tenon::backoff;
using tenon::handle;
using tenon::limit_set;
using tenon::within;
using unit::honoring_dontwait;
using unit::ignoring_dontwait;
using unit::plain_operation;
using unit::returned_within;
using unit::script;
using unit::scripted;
using unit::scripted_driver;
using unit::unreliable_poll;
using calls = std::vector<std::string>;
using waits = std::vector<std::int64_t>;
using namespace std::chrono_literals;
using namespace tenon::literals;

TEST_CASE(
    "perform: if poll is not reliable, the driver pauses, with a backoff limited by the deadline") {
    script kernel;
    kernel.results["recv"] = {-EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, 5};
    CHECK(returned_within<unreliable_poll>(kernel, within(1s)) == 5);
    CHECK(kernel.waits ==
          waits{1'000'000, 2'000'000, 4'000'000, 8'000'000, 16'000'000, 16'000'000, 16'000'000});

    script brief;
    brief.results["recv"] = {-EAGAIN, -EAGAIN, -EAGAIN, 5};
    CHECK(returned_within<unreliable_poll>(brief, within(1'500us)) == 5);
    CHECK(brief.waits == waits{1'000'000, 1'500'000, 1'500'000});

    script over;
    over.tick = 1'000'000;
    over.results["recv"] = std::deque<std::ptrdiff_t>(100, -EAGAIN);
    CHECK(returned_within<unreliable_poll>(over, within(10ms)) == -ETIMEDOUT);
    CHECK(over.waits.size() <= 10);

    script zero;
    zero.results["recv"] = {-EAGAIN, 5};
    CHECK(returned_within<unreliable_poll>(zero, within(0s)) == -ETIMEDOUT);
    CHECK(zero.calls_made == calls{"recv"});

    // A signal during a pause shortens the pause.
    script signal;
    signal.results["recv"] = {-EAGAIN, 5};
    signal.results["poll_any"] = {-EINTR};
    CHECK(returned_within<unreliable_poll>(signal, within(1s)) == 5);
}

TEST_CASE("backoff: begins at 1 ms and doubles up to 16 ms") {
    backoff pause;
    for (const std::int64_t milliseconds : {1, 2, 4, 8, 16, 16, 16})
        CHECK(pause.next() == milliseconds * 1'000'000);
}

TEST_CASE("perform: without limits, a nonblocking Unix datagram socket retries after pauses") {
    script kernel;
    kernel.results["sendto"] = {-EAGAIN, -EINTR, -EAGAIN, 5};
    const scripted_driver driver{scripted(kernel)};
    handle<scripted_driver> socket(7, driver);
    const auto to = tenon::unix_domain::path("/nowhere").value();
    using sending = tenon::operation::send_to<tenon::const_bytes, tenon::unix_domain::endpoint>;
    CHECK(driver.perform(socket, sending("hello"_bytes, to)).value() == 5);
    CHECK(kernel.waits == waits{1'000'000, 2'000'000});
    for (const unit::request& each : kernel.requests_of("sendto"))
        CHECK((each.address_is(to) && each.data == "hello" && each.flags == 0));
    for (const unit::request& each : kernel.requests_of("poll_any"))
        CHECK(each.entries.empty());
    // On a blocking descriptor EAGAIN means that the socket's own time-out has passed.
    kernel.nonblocking = false;
    kernel.results["sendto"] = {-EAGAIN, 5};
    CHECK(driver.perform(socket, sending("hello"_bytes, to)).error() ==
          std::errc::operation_would_block);
    static_cast<void>(socket.release());
}

TEST_CASE("stop_token: after the request no attempt is made") {
    const tenon::stop_source source;
    const tenon::stop_token token = source.token();
    script kernel;
    kernel.results["recv"] = {5, 6};
    CHECK(returned_within(kernel, token) == 5);
    source.request_stop();
    CHECK(returned_within(kernel, token) == -ECANCELED);
    CHECK(returned_within(kernel, within(-1s), token) == -ECANCELED);
    CHECK(returned_within<ignoring_dontwait>(kernel, token) == -ECANCELED);
    CHECK(kernel.calls_made == calls{"recv"});
}

TEST_CASE("stop_token: a request between two calls ends the operation") {
    const tenon::stop_source source;
    struct stopping_system : tenon::os::native {
        const tenon::stop_source* source = nullptr;
        std::ptrdiff_t recv(tenon::os::descriptor, tenon::mutable_bytes, int) const noexcept {
            source->request_stop();
            return 1;
        }
    };
    stopping_system system;
    system.source = &source;
    const tenon::basic_blocking<stopping_system> driver(system);
    handle<tenon::basic_blocking<stopping_system>> socket(7, driver);
    int flags = 0;
    CHECK(driver
              .perform(socket, plain_operation<honoring_dontwait>(2, flags),
                       limit_set(source.token()))
              .value() == -ECANCELED);
    static_cast<void>(socket.release());
}

TEST_CASE("shutdown: a limited receive or accept returns at once, also within(0ms)") {
    std::array<std::byte, 4> buffer;
    for (const auto time : {0ms, 1'000'000ms}) {
        const tenon::stop_source source;
        auto datagrams = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
        REQUIRE(datagrams.shutdown());
        CHECK(datagrams.receive_from(buffer, within(time)).error() ==
              std::errc::operation_canceled);
        auto server = tenon::listen<tenon::stream>(tenon::unix_domain::unnamed()).value();
        REQUIRE(server.shutdown());
        CHECK(server.accept(within(time), source.token()).error() == std::errc::operation_canceled);
        auto [local, peer] = tenon::connected_pair<tenon::datagram, tenon::unix_domain>().value();
        REQUIRE(local.shutdown());
        CHECK(local.receive(buffer, within(time)).value().end);
    }
}

TEST_CASE("perform: an empty socket fails with bad_file_descriptor, with and without a limit") {
    std::array<std::byte, 4> buffer;
    tenon::connection<tenon::tcp, tenon::ipv4> empty;
    CHECK(empty.receive(buffer, within(1s)).error() == std::errc::bad_file_descriptor);
    tenon::listener<tenon::tcp, tenon::ipv4> empty_listener;
    CHECK(empty_listener.accept(within(1s)).error() == std::errc::bad_file_descriptor);
    tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::connecting, tenon::blocking>
        empty_connecting;
    CHECK(std::move(empty_connecting).finish().error() == std::errc::bad_file_descriptor);
    CHECK(std::move(empty_connecting).finish(within(1s)).error() == std::errc::bad_file_descriptor);
}

TEST_CASE(
    "perform: the socket's own time-out fails with operation_would_block and does not affect a limit") {
    const timeval own_time_out = {0, 20'000};
    const auto elapsed_of = [](auto&& operation) {
        const auto before = std::chrono::steady_clock::now();
        CHECK(operation().error() == std::errc::operation_would_block);
        return std::chrono::steady_clock::now() - before;
    };
    auto both = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    auto& local = both.first;
    REQUIRE(::setsockopt(local.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &own_time_out,
                         sizeof own_time_out) == 0);
    REQUIRE(::setsockopt(local.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &own_time_out,
                         sizeof own_time_out) == 0);
    std::array<std::byte, 64> buffer;
    // The kernel measures time-outs in ticks of up to 10 ms.
    CHECK(elapsed_of([&] { return local.receive(buffer); }) >= 10ms);
    CHECK(elapsed_of([&] { return local.receive_exactly(buffer); }) >= 10ms);

    const std::string large(4 << 20, 'x');
    tenon::unsent rest(large);
    CHECK(elapsed_of([&] { return local.send_all(rest); }) >= 10ms);
    CHECK(rest.done() > 0);
    CHECK(rest.left() > 0);

    // The socket's own time-out neither shortens nor extends a limit.
    const auto before = std::chrono::steady_clock::now();
    CHECK(local.receive(buffer, within(60ms)).error() == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 60ms);

    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    REQUIRE(::setsockopt(listener.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &own_time_out,
                         sizeof own_time_out) == 0);
    CHECK(elapsed_of([&] { return listener.accept(); }) >= 10ms);
}

TEST_CASE("peek: at an offset behind the data, a limit ends the wait without spinning") {
    // poll(2) of Linux reports readiness while recv(2) returns EAGAIN (SO_PEEK_OFF, socket(7)).
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    const int no_offset = 0;
    REQUIRE(::setsockopt(local.native_handle(), SOL_SOCKET, SO_PEEK_OFF, &no_offset,
                         sizeof no_offset) == 0);
    REQUIRE(peer.send_all("hello"_bytes));
    std::array<std::byte, 16> buffer;
    CHECK(tenon::as_text(local.peek(buffer, within(1s)).value()) == "hello");
    const auto before = std::chrono::steady_clock::now();
    CHECK(local.peek(buffer, within(20ms)).error() == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 20ms);
    CHECK(local.peek(buffer, within(0s)).error() == std::errc::timed_out);
    // The operation does not spin until the limit.
    timespec spent = {};
    REQUIRE(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) == 0);
    const auto busy_before =
        std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
    CHECK(local.peek(buffer, within(300ms)).error() == std::errc::timed_out);
    REQUIRE(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) == 0);
    CHECK(std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec) -
              busy_before <
          100ms);
    CHECK(tenon::as_text(local.receive(buffer).value()) == "hello");
}

TEST_CASE("receive: with an unread error queue, a wait sleeps with and without limits") {
    // An ICMP error is queued (IP_RECVERR), so that poll(2) keeps reporting POLLERR while recv(2)
    // returns EAGAIN.
    const auto spent = [] {
        timespec time = {};
        static_cast<void>(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time));
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    };
    const auto closed = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value().local_endpoint().value();
    auto socket = tenon::connect<tenon::udp>(closed).value();
    const int on = 1;
    REQUIRE(::setsockopt(socket.native_handle(), IPPROTO_IP, IP_RECVERR, &on, sizeof on) == 0);
    REQUIRE(socket.send("x"_bytes));
    std::array<std::byte, 16> buffer;
    CHECK(socket.receive(buffer, within(1s)).error() == std::errc::connection_refused);
    pollfd entry = {socket.native_handle(), POLLIN, 0};
    REQUIRE(::poll(&entry, 1, 0) == 1);
    REQUIRE(entry.revents == POLLERR);

    auto busy_before = spent();
    CHECK(socket.receive(buffer, within(300ms)).error() == std::errc::timed_out);
    CHECK(spent() - busy_before < 100ms);

    // The same without a limit, on a nonblocking descriptor.
    REQUIRE(::fcntl(socket.native_handle(), F_SETFL, O_NONBLOCK) == 0);
    std::chrono::nanoseconds busy{};
    support::background waiting([&] {
        busy_before = spent();
        const auto received = socket.receive(buffer);
        busy = spent() - busy_before;
        return received.has_value() && tenon::as_text(received->data) == "hello";
    });
    REQUIRE(waiting.sleeps());
    auto peer = tenon::bind<tenon::udp>(closed).value();
    const auto destination = socket.local_endpoint().value();
    std::this_thread::sleep_for(200ms);  // No event tells that the thread does not spin.
    REQUIRE(peer.send_to("hello"_bytes, destination));
    CHECK(waiting.result());
    CHECK(busy < 100ms);
}
