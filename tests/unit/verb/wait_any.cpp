// SPDX-License-Identifier: BSL-1.0
#include <faults/helpers/loopback.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>
#include <support/remembering.hpp>
#include <unit/support/scripted.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

using faults::bound_as;
using faults::joined;
using tenon::readable;
using tenon::wait_any;
using tenon::within;
using tenon::writable;
using unit::script;
using unit::scripted;
using calls = std::vector<std::string>;
using waits = std::vector<std::int64_t>;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

auto pair() {
    return joined<tenon::tcp, tenon::ipv4>();
}

/// Which are ready, as letters: one place each.
template <std::size_t Count>
std::string shown(const tenon::result<tenon::ready_sockets<Count>>& ready) {
    if (!ready)
        return ready.error().message();
    std::string letters;
    for (std::size_t place = 0; place != ready->size(); ++place)
        letters += (*ready)[place] ? '1' : '.';
    return letters;
}

}  // namespace

TEST_CASE("one, several or none of several are ready, by their places") {
    auto first = pair();
    auto second = pair();
    auto third = pair();
    CHECK(wait_any(readable, first.near, second.near, third.near, within(0s)).error() == std::errc::timed_out);
    faults::send_text(second.far, "hello");
    CHECK(shown(wait_any(readable, first.near, second.near, third.near)) == ".1.");
    CHECK(wait_any(readable, first.near, second.near, third.near)->first() == 1);
    faults::send_text(third.far, "hello");
    REQUIRE(wait_any(readable, third.near));
    CHECK(shown(wait_any(readable, first.near, second.near, third.near)) == ".11");
    CHECK(shown(wait_any(readable, third.near, first.near)) == "1.");
    // Asking takes nothing away.
    CHECK(faults::next_of(second.near) == "hello");
    CHECK(shown(wait_any(readable, first.near, second.near, third.near)) == "..1");
    STATIC_REQUIRE(decltype(wait_any(readable, first.near, within(0s), third.near))::value_type::size() == 2);
}

TEST_CASE("a listener, a connection, datagrams and a Unix socket, under different drivers") {
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto connection = pair();
    auto datagrams = tenon::bind<tenon::udp>(tenon::nonblocking(), "[::1]:0"_v6).value();
    auto both = tenon::connected_pair<tenon::seqpacket, tenon::unix_domain>(tenon::nonblocking()).value();
    auto& near = both.first;
    auto& far = both.second;
    const auto ready = [&] { return shown(wait_any(readable, within(0s), server, connection.near, datagrams, near)); };
    CHECK(ready() == std::make_error_code(std::errc::timed_out).message());
    auto client = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    CHECK(ready() == "1...");
    CHECK(far.send("x"_bytes));
    CHECK(ready() == "1..1");
    auto sender = tenon::open<tenon::udp, tenon::ipv6>().value();
    CHECK(sender.send_to("x"_bytes, datagrams.local_endpoint().value()));
    CHECK(ready() == "1.11");
    faults::send_text(connection.far, "x");
    REQUIRE(wait_any(readable, connection.near));
    CHECK(ready() == "1111");
    CHECK(server.accept());
    CHECK(ready() == ".111");
}

TEST_CASE("the end, a reset and a refusal are something to read") {
    auto ended = pair();
    auto going_on = pair();
    CHECK(ended.far.close());
    CHECK(shown(wait_any(readable, going_on.near, ended.near)) == ".1");
    CHECK(faults::next_of(ended.near).empty());

    auto reset = pair();
    CHECK(reset.far.set(tenon::options::linger({true, 0})));
    CHECK(reset.far.close());
    CHECK(shown(wait_any(readable, going_on.near, reset.near)) == ".1");
    std::array<std::byte, 4> buffer;
    CHECK(reset.near.receive(buffer).error() == std::errc::connection_reset);

    auto lonely = tenon::connect<tenon::udp>(faults::closed_endpoint<tenon::udp, tenon::ipv4>()).value();
    CHECK(lonely.send("x"_bytes));
    CHECK(shown(wait_any(readable, going_on.near, lonely)) == ".1");
    CHECK(lonely.receive(buffer).error() == std::errc::connection_refused);
}

TEST_CASE("writable: buffer, and the outcome of an attempt to connect") {
    auto both = pair();
    auto other = pair();
    CHECK(shown(wait_any(writable, both.near, other.near)) == "11");
    CHECK(both.near.set(tenon::options::send_buffer_size(4096)));
    const std::string much(8 << 20, 'x');
    CHECK(both.near.send_all(much, within(0s)).error() == std::errc::timed_out);
    while (wait_any(writable, both.near, within(1ms)))
        CHECK(both.near.send_all(much, within(0s)).error() == std::errc::timed_out);
    CHECK(shown(wait_any(writable, both.near, other.near)) == ".1");

    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto attempt = tenon::connect<tenon::tcp>(tenon::nonblocking(), server.local_endpoint().value()).value();
    CHECK(shown(wait_any(writable, both.near, attempt)) == ".1");
    CHECK(std::move(attempt).finish());
    auto refused = tenon::connect<tenon::tcp>(tenon::nonblocking(), faults::closed_endpoint<tenon::tcp, tenon::ipv4>()).value();
    CHECK(shown(wait_any(writable, refused)) == "1");
    CHECK(std::move(refused).finish().error() == std::errc::connection_refused);

    const auto sender = tenon::open<tenon::udp, tenon::ipv4>().value();
    CHECK(shown(wait_any(writable, sender)) == "1");
}

TEST_CASE("an empty socket among others is an error, and no reason to wait") {
    auto both = pair();
    const tenon::connection<tenon::tcp, tenon::ipv4> none;
    CHECK(wait_any(readable, both.near, none).error() == std::errc::bad_file_descriptor);
    CHECK(wait_any(readable, none, within(1h)).error() == std::errc::bad_file_descriptor);
    faults::send_text(both.far, "x");
    REQUIRE(wait_any(readable, both.near));
    CHECK(wait_any(readable, both.near, none).error() == std::errc::bad_file_descriptor);
    // One that somebody has closed behind its back.
    auto robbed = pair();
    ::close(robbed.near.native_handle());
    CHECK(wait_any(readable, both.far, robbed.near).error() == std::errc::bad_file_descriptor);
    static_cast<void>(robbed.near.release());
}

TEST_CASE("wait_any: a socket whose session has bytes buffered is readable at once, and the others are looked at") {
    using layered = support::remembering<tenon::stream>;
    auto first = tenon::connected_pair<layered, tenon::unix_domain>().value();
    auto second = tenon::connected_pair<layered, tenon::unix_domain>().value();
    auto plain = pair();
    CHECK(wait_any(readable, first.first, second.first, plain.near, within(0s)).error() == std::errc::timed_out);
    first.first.session().held = "held";
    CHECK(shown(wait_any(readable, first.first, second.first, plain.near)) == "1..");
    faults::send_text(plain.far, "x");
    REQUIRE(wait_any(readable, plain.near));
    CHECK(shown(wait_any(readable, second.first, first.first, plain.near)) == ".11");
    // What has come to its descriptor as well changes nothing.
    CHECK(first.second.send("x"_bytes));
    CHECK(shown(wait_any(readable, within(10s), first.first)) == "1");
    // Limits that forbid an attempt do so still, and an empty socket is an error.
    CHECK(wait_any(readable, first.first, within(-1s)).error() == std::errc::timed_out);
    const tenon::stop_source source;
    source.request_stop();
    CHECK(wait_any(readable, first.first, source.token()).error() == std::errc::operation_canceled);
    CHECK(shown(wait_any(readable, first.first, within(0s))) == "1");
    const tenon::connection<layered, tenon::unix_domain> none;
    CHECK(wait_any(readable, first.first, none).error() == std::errc::bad_file_descriptor);
    // Room is no business of what was received.
    CHECK(shown(wait_any(writable, first.first, second.first)) == "11");
    // A listener is asked for connections alone, and needs not say what it holds.
    auto server = tenon::listen<layered>(tenon::unix_domain::unnamed()).value();
    server.session().held = "settings";
    CHECK(wait_any(readable, server, within(0s)).error() == std::errc::timed_out);
}

TEST_CASE("wait_any, with buffered bytes: an interrupted poll(2) is no failure, another error is") {
    using socket_type = tenon::connection<support::remembering<tenon::tcp>, tenon::ipv4, unit::scripted_driver>;
    script kernel;
    socket_type socket(tenon::unchecked, 7, unit::scripted_driver(scripted(kernel)));
    socket.session().held = "held";
    kernel.results["poll_any"] = {-EINTR, -ENOMEM};
    CHECK(shown(wait_any(readable, socket)) == "1");
    CHECK(kernel.waits == waits{0});
    CHECK(wait_any(readable, socket).error() == std::errc::not_enough_memory);
    static_cast<void>(socket.release());
}

TEST_CASE("limits, anywhere behind the first argument") {
    auto both = pair();
    const tenon::stop_source source;
    const auto before = std::chrono::steady_clock::now();
    CHECK(wait_any(readable, within(20ms), both.near, source.token()).error() == std::errc::timed_out);
    CHECK(wait_any(readable, both.near, tenon::until(std::chrono::steady_clock::now() + 20ms)).error() == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 40ms);
    CHECK(wait_any(readable, both.near, within(-1ns)).error() == std::errc::timed_out);

    support::background waiting([&] { return wait_any(readable, both.near, within(1h), source.token()).error(); });
    REQUIRE(waiting.sleeps());
    source.request_stop();
    CHECK(waiting.result() == std::errc::operation_canceled);

    faults::send_text(both.far, "x");
    REQUIRE(wait_any(readable, both.near));
    CHECK(wait_any(readable, both.near, source.token()).error() == std::errc::operation_canceled);
    CHECK(wait_any(readable, both.near, within(-1ns)).error() == std::errc::timed_out);
    CHECK(wait_any(readable, both.near, within(0s)));
}

TEST_CASE("what comes from another thread wakes it") {
    auto both = pair();
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    support::background waiting([&] { return shown(wait_any(readable, server, both.near)); });
    REQUIRE(waiting.sleeps());
    faults::send_text(both.far, "x");
    CHECK(waiting.result() == ".1");
}

TEST_CASE("one poll, without end or for what is left; EINTR keeps the end") {
    using socket = tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, unit::scripted_driver>;
    script kernel;
    const unit::scripted_driver driver{scripted(kernel)};
    socket one(tenon::unchecked, 7, driver);
    kernel.results["poll_any"] = {1};
    CHECK(wait_any(readable, one));
    CHECK(kernel.calls_made == calls{"poll_any"});
    CHECK(kernel.waits == waits{-1});

    kernel.waits.clear();
    kernel.tick = 1'000;
    kernel.results["poll_any"] = {-EINTR, -EINTR, 1};
    CHECK(wait_any(readable, one, within(1ms)));
    REQUIRE(kernel.waits.size() == 3);
    CHECK((kernel.waits[0] < 1'000'000 && kernel.waits[1] == kernel.waits[0] - 1'000 &&
           kernel.waits[2] == kernel.waits[1] - 1'000));

    kernel.results["poll_any"] = {-ENOMEM};
    CHECK(wait_any(readable, one).error() == std::errc::not_enough_memory);
    kernel.calls_made.clear();
    CHECK(wait_any(readable, one, within(-1ns)).error() == std::errc::timed_out);
    CHECK(kernel.calls_made.empty());
    static_cast<void>(one.release());
}
