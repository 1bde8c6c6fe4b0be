// SPDX-License-Identifier: BSL-1.0

// Limits in a loop are exact: a completed operation is delivered, and one that is reported as timed
// out has had no effect.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;

TEMPLATE_TEST_CASE("within: if the limit and the data come in the same turn, the data is delivered",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::string text;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, std::string& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        into = unit::text_of(co_await from.receive(buffer, within(1ms)));
    }(local, text));
    unit::turn(on.loop);
    on.seen.time += 5'000'000;
    REQUIRE(::send(peer.native_handle(), "one", 3, 0) == 3);
    unit::turn(on.loop, 1);
    CHECK(text == "one");
    CHECK(all.empty());
}

TEMPLATE_TEST_CASE("within: if the limit comes first, no data is taken from the socket", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto receive_text = [&](auto time) -> task<std::string> {
        std::array<std::byte, 8> buffer;
        co_return unit::text_of(co_await local.receive(buffer, within(time)));
    };
    const std::int64_t before = on.seen.time;
    CHECK(on.loop.run(receive_text(3ms)) == "(Connection timed out)");
    CHECK(on.seen.time - before == 3'000'000);
    REQUIRE(::send(peer.native_handle(), "one", 3, 0) == 3);
    CHECK(on.loop.run(receive_text(3ms)) == "one");
}

TEMPLATE_TEST_CASE("within: the cursor of send_all has the exact count at the limit", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::vector<std::byte> data(4 << 20);
    for (std::size_t index = 0; index != data.size(); ++index)
        data[index] = static_cast<std::byte>(index * 7 / 3);
    tenon::unsent rest(data);
    std::vector<std::byte> received;
    std::vector<std::byte> buffer(100'000);
    const auto drain = [&] {
        for (;;) {
            const ::ssize_t count =
                ::recv(peer.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (count <= 0)
                break;
            received.insert(received.end(), buffer.begin(), buffer.begin() + count);
        }
    };
    int rounds = 0;
    const auto send_rest = [&]() -> task<void> {
        for (;;) {
            const auto sent = co_await local.send_all(rest, within(1ms));
            ++rounds;
            if (sent)
                break;
            unit::expect(sent, unit::timed_out);
            drain();
            CHECK(rest.left() == data.size() - received.size());
        }
    };
    on.loop.run(send_rest());
    drain();
    CHECK(rounds > 3);
    CHECK(received == data);
}

TEMPLATE_TEST_CASE(
    "within: a connection that arrives after the limit is returned by the next accept", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto server = tenon::listen<tenon::tcp>(on.loop, "127.0.0.1:0"_v4).value();
    const auto endpoint = server.local_endpoint().value();
    const auto accept = [&](auto time) -> task<std::error_code> {
        const auto peer = co_await server.accept(within(time));
        co_return peer.error();
    };
    CHECK(on.loop.run(accept(1ms)) == unit::timed_out);
    auto client = tenon::connect<tenon::tcp>(endpoint).value();
    CHECK_FALSE(on.loop.run(accept(1ms)));
    CHECK(on.loop.run(accept(0ms)) == unit::timed_out);
}

TEMPLATE_TEST_CASE("within: of several limits the first ends the wait", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    tenon::event never;
    const tenon::stop_source source;
    const auto waits = [&]() -> task<std::error_code> {
        co_return unit::error_of(
            co_await never.wait(within(1h), source.token(), within(2ms), within(5ms)));
    };
    const std::int64_t before = on.seen.time;
    CHECK(on.loop.run(waits()) == unit::timed_out);
    CHECK(on.seen.time - before == 2'000'000);
}

TEMPLATE_TEST_CASE("within: ends a wait that pauses between attempts at its time", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto [local, peer] =
        tenon::connected_pair<tenon::datagram, tenon::unix_domain>(on.loop).value();
    const tenon::stop_source source;
    const auto fills = [&]() -> task<std::error_code> {
        for (;;) {
            const auto sent = co_await local.send("x"_bytes, within(20ms), source.token());
            if (!sent)
                co_return sent.error();
        }
    };
    CHECK(on.loop.run(fills()) == unit::timed_out);
    const std::int64_t before = on.seen.time;
    CHECK(on.loop.run(fills()) == unit::timed_out);
    CHECK(on.seen.time - before == 20'000'000);
}

TEMPLATE_TEST_CASE(
    "within: 100,000 pending limits end in the order of their deadlines, or are disarmed", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    constexpr int count = 100'000;
    tenon::event happens;
    int ended = 0;
    int timed_out = 0;
    std::int64_t last = 0;
    bool in_order = true;
    tenon::scope all(on.loop);
    const auto waits = [](tenon::event& what, std::int64_t time, unit::observations& seen,
                          std::int64_t& before, bool& ordered, int& timed_out_count,
                          int& done_count) -> task<void> {
        const auto waited = co_await what.wait(within(std::chrono::microseconds(time)));
        if (!waited) {
            ++timed_out_count;
            ordered = ordered && time >= before && seen.time == 1'000'000'000 + time * 1'000;
            before = time;
        }
        ++done_count;
    };
    std::uint64_t random = 1;
    for (int each = 0; each != count; ++each) {
        random = random * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
        all.spawn(waits(happens, 1 + static_cast<std::int64_t>((random >> 33) % 1'000), on.seen,
                        last, in_order, timed_out, ended));
    }
    CHECK(ended == 0);
    const auto sets = [&]() -> task<void> {
        unit::expect(co_await tenon::sleep(std::chrono::microseconds(500)));
        happens.set();
    };
    all.spawn(sets());
    CHECK(on.loop.run().has_value());
    CHECK(ended == count);
    CHECK(timed_out > count / 3);
    CHECK(timed_out < 2 * (count / 3));
    CHECK(in_order);
    CHECK(on.seen.turns < 1'100);
}

TEMPLATE_TEST_CASE("sleep: if a limit comes first, fails with timed_out", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    loop.run([]() -> task<void> {
        unit::expect(co_await tenon::sleep(1h, tenon::within(1ms)), unit::timed_out);
        unit::expect(co_await tenon::sleep(1h, tenon::within(-1ms)), unit::timed_out);
        unit::expect(co_await tenon::sleep(1ms, tenon::within(1h)));
        unit::expect(co_await tenon::sleep(1ms, tenon::within(1ms)));
    }());
}

TEMPLATE_TEST_CASE(
    "sleep: lasts at least its time, ends in the order of the deadlines, and returns at once for a past time",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::string order;
    tenon::scope all(on.loop);
    const auto sleeps = [](auto time, char name, std::string& into) -> task<void> {
        const auto start = std::chrono::steady_clock::now();
        unit::expect(co_await tenon::sleep(time));
        CHECK(std::chrono::steady_clock::now() - start >= time);
        into += name;
    };
    all.spawn(sleeps(9ms, 'c', order));
    all.spawn(sleeps(3ms, 'a', order));
    all.spawn(sleeps(6ms, 'b', order));
    all.spawn(sleeps(0ms, '0', order));
    all.spawn(sleeps(-1ms, '-', order));
    CHECK(order == "0-");
    CHECK(on.loop.run().has_value());
    CHECK(order == "0-abc");
    const auto compute = []() -> task<void> {
        unit::expect(co_await tenon::sleep(1ms));
        const auto start = std::chrono::steady_clock::now();
        while (std::chrono::steady_clock::now() - start < 10ms) {
        }
        const auto computed = std::chrono::steady_clock::now();
        unit::expect(co_await tenon::sleep(5ms));
        CHECK(std::chrono::steady_clock::now() - computed >= 5ms);
    };
    on.loop.run(compute());
    const auto sleep_until_time = []() -> task<void> {
        const auto time = std::chrono::steady_clock::now() + 4ms;
        unit::expect(co_await tenon::sleep_until(time));
        CHECK(std::chrono::steady_clock::now() >= time);
        unit::expect(co_await tenon::sleep_until(time));
    };
    on.loop.run(sleep_until_time());
}

TEST_CASE("sleep, yield: in a task without a loop fail with operation_not_supported") {
    const auto sleeps = []() -> task<std::error_code> {
        co_return unit::error_of(co_await tenon::sleep(1ms));
    };
    CHECK(tenon::run(sleeps()) == std::errc::operation_not_supported);
    const auto yields = []() -> task<std::error_code> {
        co_return unit::error_of(co_await tenon::yield());
    };
    CHECK(tenon::run(yields()) == std::errc::operation_not_supported);
}
