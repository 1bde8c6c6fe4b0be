// SPDX-License-Identifier: BSL-1.0

// What the blocking driver makes of limits: pauses where poll tells nothing, stops, and sockets that are no use any more.

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
using unit::answer_within;
using unit::bare;
using unit::heeding;
using unit::heedless;
using unit::script;
using unit::scripted;
using unit::scripted_driver;
using unit::untold;
using calls = std::vector<std::string>;
using waits = std::vector<std::int64_t>;
using namespace std::chrono_literals;
using namespace tenon::literals;

TEST_CASE("where poll tells nothing, there are pauses, which grow and are cut to what is left") {
    script told;
    told.answers["recv"] = {-EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, -EAGAIN, 5};
    CHECK(answer_within<untold>(told, within(1s)) == 5);
    CHECK(told.waits == waits{1'000'000, 2'000'000, 4'000'000, 8'000'000, 16'000'000, 16'000'000, 16'000'000});

    script brief;
    brief.answers["recv"] = {-EAGAIN, -EAGAIN, -EAGAIN, 5};
    CHECK(answer_within<untold>(brief, within(1'500us)) == 5);
    CHECK(brief.waits == waits{1'000'000, 1'500'000, 1'500'000});

    script over;
    over.tick = 1'000'000;
    over.answers["recv"] = std::deque<std::ptrdiff_t>(100, -EAGAIN);
    CHECK(answer_within<untold>(over, within(10ms)) == -ETIMEDOUT);
    CHECK(over.waits.size() <= 10);

    script zero;
    zero.answers["recv"] = {-EAGAIN, 5};
    CHECK(answer_within<untold>(zero, within(0s)) == -ETIMEDOUT);
    CHECK(zero.made == calls{"recv"});

    // A signal in a pause only shortens it.
    script signal;
    signal.answers["recv"] = {-EAGAIN, 5};
    signal.answers["poll_any"] = {-EINTR};
    CHECK(answer_within<untold>(signal, within(1s)) == 5);
}

TEST_CASE("the pauses: from 1 ms, twice as long each time, up to 16 ms") {
    backoff pause;
    for (const std::int64_t milliseconds : {1, 2, 4, 8, 16, 16, 16})
        CHECK(pause.next() == milliseconds * 1'000'000);
}

TEST_CASE("without limits, a Unix socket that somebody made nonblocking comes back after pauses") {
    script told;
    told.answers["sendto"] = {-EAGAIN, -EINTR, -EAGAIN, 5};
    const scripted_driver driver{scripted(told)};
    handle<scripted_driver> socket(7, driver);
    const auto to = tenon::unix_domain::path("/nowhere").value();
    using sending = tenon::operation::send_to<tenon::const_bytes, tenon::unix_domain::endpoint>;
    CHECK(driver.perform(socket, sending("hello"_bytes, to)).value() == 5);
    CHECK(told.waits == waits{1'000'000, 2'000'000});
    for (const unit::request& each : told.asked_of("sendto"))
        CHECK((each.names(to) && each.data == "hello" && each.flags == 0));
    for (const unit::request& each : told.asked_of("poll_any"))
        CHECK(each.entries.empty());
    // One that blocks says it at the end of its own time.
    told.nonblocking = false;
    told.answers["sendto"] = {-EAGAIN, 5};
    CHECK(driver.perform(socket, sending("hello"_bytes, to)).error() == std::errc::operation_would_block);
    static_cast<void>(socket.release());
}

TEST_CASE("a stop that was requested lets no attempt be made") {
    const tenon::stop_source source;
    const tenon::stop_token token = source.token();
    script told;
    told.answers["recv"] = {5, 6};
    CHECK(answer_within(told, token) == 5);
    source.request_stop();
    CHECK(answer_within(told, token) == -ECANCELED);
    CHECK(answer_within(told, within(-1s), token) == -ECANCELED);
    CHECK(answer_within<heedless>(told, token) == -ECANCELED);
    CHECK(told.made == calls{"recv"});
}

TEST_CASE("a stop between two calls ends the operation") {
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
    CHECK(driver.perform(socket, bare<heeding>(2, flags), limit_set(source.token())).value() == -ECANCELED);
    static_cast<void>(socket.release());
}

TEST_CASE("a socket that was shut down says so at once, within no time too") {
    std::array<std::byte, 4> buffer;
    for (const auto time : {0ms, 1'000'000ms}) {
        const tenon::stop_source source;
        auto datagrams = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
        REQUIRE(datagrams.shutdown());
        CHECK(datagrams.receive_from(buffer, within(time)).error() == std::errc::operation_canceled);
        auto server = tenon::listen<tenon::stream>(tenon::unix_domain::unnamed()).value();
        REQUIRE(server.shutdown());
        CHECK(server.accept(within(time), source.token()).error() == std::errc::operation_canceled);
        auto [near, far] = tenon::connected_pair<tenon::datagram, tenon::unix_domain>().value();
        REQUIRE(near.shutdown());
        CHECK(near.receive(buffer, within(time)).value().end);
    }
}

TEST_CASE("an empty socket says that it is, whatever the limit") {
    std::array<std::byte, 4> buffer;
    tenon::connection<tenon::tcp, tenon::ipv4> none;
    CHECK(none.receive(buffer, within(1s)).error() == std::errc::bad_file_descriptor);
    tenon::listener<tenon::tcp, tenon::ipv4> nobody;
    CHECK(nobody.accept(within(1s)).error() == std::errc::bad_file_descriptor);
    tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::connecting, tenon::blocking> nowhere;
    CHECK(std::move(nowhere).finish().error() == std::errc::bad_file_descriptor);
    CHECK(std::move(nowhere).finish(within(1s)).error() == std::errc::bad_file_descriptor);
}

TEST_CASE("what a blocking descriptor does by its own time-out is operation_would_block") {
    const timeval own_time = {0, 20'000};
    const auto elapsed_of = [](auto&& operation) {
        const auto before = std::chrono::steady_clock::now();
        CHECK(operation().error() == std::errc::operation_would_block);
        return std::chrono::steady_clock::now() - before;
    };
    auto both = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    auto& near = both.first;
    REQUIRE(::setsockopt(near.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &own_time, sizeof own_time) == 0);
    REQUIRE(::setsockopt(near.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &own_time, sizeof own_time) == 0);
    std::array<std::byte, 64> buffer;
    // The kernel counts in its own ticks, of up to 10 ms.
    CHECK(elapsed_of([&] { return near.receive(buffer); }) >= 10ms);
    CHECK(elapsed_of([&] { return near.receive_exactly(buffer); }) >= 10ms);

    const std::string much(4 << 20, 'x');
    tenon::unsent rest(much);
    CHECK(elapsed_of([&] { return near.send_all(rest); }) >= 10ms);
    CHECK(rest.done() > 0);
    CHECK(rest.left() > 0);

    // A limit is not bound by it: neither is it cut short, nor does it take longer.
    const auto before = std::chrono::steady_clock::now();
    CHECK(near.receive(buffer, within(60ms)).error() == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 60ms);

    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    REQUIRE(::setsockopt(listener.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &own_time, sizeof own_time) == 0);
    CHECK(elapsed_of([&] { return listener.accept(); }) >= 10ms);
}

TEST_CASE("peeking at an offset with nothing there ends with its time") {
    // Linux says that the socket is readable, and recv(2) that it would block (SO_PEEK_OFF, socket(7)).
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    const int none = 0;
    REQUIRE(::setsockopt(near.native_handle(), SOL_SOCKET, SO_PEEK_OFF, &none, sizeof none) == 0);
    REQUIRE(far.send_all("hello"_bytes));
    std::array<std::byte, 16> buffer;
    CHECK(tenon::as_text(near.peek(buffer, within(1s)).value()) == "hello");
    const auto before = std::chrono::steady_clock::now();
    CHECK(near.peek(buffer, within(20ms)).error() == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 20ms);
    CHECK(near.peek(buffer, within(0s)).error() == std::errc::timed_out);
    // Nor does it run in circles until then.
    timespec spent = {};
    REQUIRE(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) == 0);
    const auto busy_before = std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
    CHECK(near.peek(buffer, within(300ms)).error() == std::errc::timed_out);
    REQUIRE(::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent) == 0);
    CHECK(std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec) - busy_before < 100ms);
    CHECK(tenon::as_text(near.receive(buffer).value()) == "hello");
}

TEST_CASE("an error queue that is not read: a wait sleeps, with limits and without") {
    // An ICMP error is queued (IP_RECVERR), so that poll(2) says POLLERR for ever, and recv(2) has nothing but EAGAIN.
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
    pollfd one = {socket.native_handle(), POLLIN, 0};
    REQUIRE(::poll(&one, 1, 0) == 1);
    REQUIRE(one.revents == POLLERR);

    auto busy_before = spent();
    CHECK(socket.receive(buffer, within(300ms)).error() == std::errc::timed_out);
    CHECK(spent() - busy_before < 100ms);

    // The same without a limit, on a descriptor that is nonblocking.
    REQUIRE(::fcntl(socket.native_handle(), F_SETFL, O_NONBLOCK) == 0);
    std::chrono::nanoseconds busy{};
    support::background waiting([&] {
        busy_before = spent();
        const auto got = socket.receive(buffer);
        busy = spent() - busy_before;
        return got.has_value() && tenon::as_text(got->data) == "hello";
    });
    REQUIRE(waiting.sleeps());
    auto peer = tenon::bind<tenon::udp>(closed).value();
    const auto there = socket.local_endpoint().value();
    std::this_thread::sleep_for(200ms);  // No event says that it does not spin.
    REQUIRE(peer.send_to("hello"_bytes, there));
    CHECK(waiting.result());
    CHECK(busy < 100ms);
}
