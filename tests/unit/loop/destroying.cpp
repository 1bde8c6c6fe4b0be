// SPDX-License-Identifier: BSL-1.0

// A coroutine frame is destroyed at each place where a task can be suspended: it leaves nothing in
// the loop, and other waits go on.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;

namespace {

/// A task in a scope of its own, which a test destroys.
template <class Loop>
class destructible_task {
public:
    destructible_task(Loop& loop, task<void> work) : scope_(std::in_place, loop) {
        scope_->spawn(std::move(work));
    }
    [[nodiscard]] bool is_suspended() const noexcept { return !scope_->empty(); }
    void destroy() noexcept { scope_.reset(); }

private:
    std::optional<tenon::scope> scope_;
};

template <class Loop>
task<bool> loop_works(Loop& loop) {
    // Uses each part of the loop once.
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    std::array<std::byte, 8> buffer;
    const auto no_data = co_await pair.first.receive(buffer, within(1ms));
    const auto yielded = co_await tenon::yield();
    const auto sent = co_await pair.second.send("x"_bytes);
    const auto received = co_await pair.first.receive(buffer);
    co_return !no_data && yielded && sent && unit::text_of(received) == "x";
}

}  // namespace

TEMPLATE_TEST_CASE(
    "task: destroyed while it waits for a descriptor, it is not resumed and the loop goes on", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto reads = [](auto& from) -> task<void> {
        std::array<std::byte, 8> buffer;
        unit::ignore(co_await from.receive(buffer));
        FAIL_CHECK("the destroyed task was resumed");
    };
    destructible_task<TestType> first(on.loop, reads(pair.first));
    unit::turn(on.loop);
    REQUIRE(first.is_suspended());
    SECTION("receive: no event is pending") {
        CHECK(first.is_suspended());
    }
    SECTION("receive: an event is pending") {
        CHECK(::send(pair.second.native_handle(), "x", 1, 0) == 1);
    }
    first.destroy();
    CHECK(on.loop.run(loop_works(on.loop)));
    // Another task can wait on the same socket.
    const auto again = [&]() -> task<std::string> {
        std::array<std::byte, 8> buffer;
        CHECK(::send(pair.second.native_handle(), "y", 1, 0) == 1);
        co_return unit::text_of(co_await pair.first.receive(buffer));
    };
    CHECK(on.loop.run(again()).back() == 'y');
}

TEMPLATE_TEST_CASE(
    "task: destroyed in the queue after yield, many attempts, a stop request or close, it is not resumed",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto yields = []() -> task<void> {
        unit::ignore(co_await tenon::yield());
        FAIL_CHECK("the destroyed task was resumed");
    };
    destructible_task<TestType> yielding(on.loop, yields());
    const auto floods = [](auto& from, int peer_descriptor) -> task<void> {
        std::array<std::byte, 1> buffer;
        for (;;) {
            CHECK(::send(peer_descriptor, "x", 1, 0) == 1);
            unit::ignore(co_await from.receive(buffer));
        }
    };
    destructible_task<TestType> flooding(on.loop, floods(pair.first, pair.second.native_handle()));
    REQUIRE(yielding.is_suspended());
    REQUIRE(flooding.is_suspended());
    auto other_pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::optional<tenon::scope> stopped;
    stopped.emplace(on.loop);
    const auto reads = [](auto& from) -> task<void> {
        std::array<std::byte, 8> buffer;
        unit::ignore(co_await from.receive(buffer, within(1h)));
        FAIL_CHECK("the destroyed task was resumed");
    };
    stopped->spawn(reads(other_pair.first));
    destructible_task<TestType> closed(on.loop, reads(other_pair.second));
    stopped->request_stop();
    CHECK(other_pair.second.close());
    yielding.destroy();
    flooding.destroy();
    stopped.reset();
    closed.destroy();
    CHECK(on.loop.run().has_value());
    CHECK(on.loop.run(loop_works(on.loop)));
}

TEMPLATE_TEST_CASE(
    "task: destroyed in the queue by a task that is resumed first, it is not resumed", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event happens;
    std::optional<tenon::scope> others;
    others.emplace(on.loop);
    tenon::scope all(on.loop);
    int resumed = 0;
    all.spawn(
        [](tenon::event& what, std::optional<tenon::scope>& scopes, int& count) -> task<void> {
            unit::expect(co_await what.wait());
            scopes.reset();
            ++count;
        }(happens, others, resumed));
    for (int count = 0; count != 3; ++count)
        others->spawn([](tenon::event& what, int& counter) -> task<void> {
            unit::ignore(co_await what.wait());
            ++counter;
        }(happens, resumed));
    all.spawn([](tenon::event& what, int& count) -> task<void> {
        unit::expect(co_await what.wait());
        ++count;
    }(happens, resumed));
    happens.set();
    CHECK(on.loop.run().has_value());
    CHECK(resumed == 2);
}

TEMPLATE_TEST_CASE("task: destroyed while it waits within limits, it is not resumed when they end",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const tenon::stop_source source;
    tenon::event never;
    tenon::channel<int> values(1);
    const auto reads = [](auto& from, tenon::stop_token token) -> task<void> {
        std::array<std::byte, 8> buffer;
        unit::ignore(co_await from.receive(buffer, within(1ms), token));
        FAIL_CHECK("the destroyed task was resumed");
    };
    const auto waits = [](tenon::event& what, tenon::stop_token token) -> task<void> {
        unit::ignore(co_await what.wait(within(1ms), token));
        FAIL_CHECK("the destroyed task was resumed");
    };
    const auto takes = [](tenon::channel<int>& from, tenon::stop_token token) -> task<void> {
        unit::ignore(co_await from.receive(within(1ms), token));
        FAIL_CHECK("the destroyed task was resumed");
    };
    const auto sleeps = [](tenon::stop_token token) -> task<void> {
        unit::ignore(co_await tenon::sleep(1ms, token));
        FAIL_CHECK("the destroyed task was resumed");
    };
    {
        destructible_task<TestType> first(on.loop, reads(pair.first, source.token()));
        destructible_task<TestType> second(on.loop, waits(never, source.token()));
        destructible_task<TestType> third(on.loop, takes(values, source.token()));
        destructible_task<TestType> fourth(on.loop, sleeps(source.token()));
        SECTION("limits: not reached") {
            CHECK(first.is_suspended());
        }
        SECTION("within: the deadline has passed") {
            CHECK(second.is_suspended());
            on.seen.time += 10'000'000;
        }
        SECTION("stop_token: the stop is requested") {
            CHECK(source.request_stop());
        }
        SECTION("limits: the stop is requested and the deadline has passed") {
            CHECK(source.request_stop());
            on.seen.time += 10'000'000;
        }
    }
    unit::turn(on.loop);
    source.request_stop();
    CHECK(on.loop.run(loop_works(on.loop)));
    CHECK(on.seen.time < 1'000'000'000 + 20'000'000);
}

TEMPLATE_TEST_CASE("task: destroyed while it pauses between two attempts, the loop goes on", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto pair = tenon::connected_pair<tenon::datagram, tenon::unix_domain>(on.loop).value();
    const auto fills = [](auto& to) -> task<void> {
        for (;;)
            unit::expect(co_await to.send("x"_bytes));
    };
    destructible_task<TestType> filling(on.loop, fills(pair.first));
    unit::turn(on.loop);
    filling.destroy();
    CHECK(on.loop.run(loop_works(on.loop)));
}

TEMPLATE_TEST_CASE(
    "channel: if a receiver, a sender or the channel is destroyed, the other waits end correctly",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::optional<tenon::channel<std::unique_ptr<int>>> values;
    values.emplace(1);
    using channel = tenon::channel<std::unique_ptr<int>>;
    const auto receives = [](channel& from, int& received) -> task<void> {
        const auto value = co_await from.receive();
        received = value ? **value : -value.error().value();
    };
    const auto sends = [](channel& to, int value, std::error_code& ended) -> task<void> {
        auto value_to_send = std::make_unique<int>(value);
        const auto sent = co_await to.send(std::move(value_to_send));
        ended = sent.error();
        CHECK((value_to_send == nullptr) == sent.has_value());
    };
    int received[2] = {};
    std::error_code ended[4];
    SECTION("receive: a waiting receiver is destroyed") {
        destructible_task<TestType> first(on.loop, receives(*values, received[0]));
        destructible_task<TestType> second(on.loop, receives(*values, received[1]));
        first.destroy();
        destructible_task<TestType> sending(on.loop, sends(*values, 7, ended[0]));
        CHECK(on.loop.run().has_value());
        CHECK(received[0] == 0);
        CHECK(received[1] == 7);
    }
    SECTION("send: a waiting sender is destroyed") {
        destructible_task<TestType> first(on.loop, sends(*values, 1, ended[0]));
        CHECK_FALSE(first.is_suspended());
        destructible_task<TestType> second(on.loop, sends(*values, 2, ended[1]));
        destructible_task<TestType> third(on.loop, sends(*values, 3, ended[2]));
        second.destroy();
        destructible_task<TestType> receiving(on.loop, receives(*values, received[0]));
        destructible_task<TestType> receiving_too(on.loop, receives(*values, received[1]));
        CHECK(on.loop.run().has_value());
        CHECK(received[0] == 1);
        CHECK(received[1] == 3);
    }
    SECTION("channel: destroyed with a waiting receiver") {
        destructible_task<TestType> receiving(on.loop, receives(*values, received[0]));
        values.reset();
        CHECK(on.loop.run().has_value());
        CHECK(received[0] == -ECANCELED);
    }
    SECTION("channel: destroyed with a waiting sender") {
        destructible_task<TestType> first(on.loop, sends(*values, 1, ended[0]));
        destructible_task<TestType> second(on.loop, sends(*values, 2, ended[1]));
        values.reset();
        CHECK(on.loop.run().has_value());
        CHECK_FALSE(ended[0]);
        CHECK(ended[1] == unit::canceled);
    }
    SECTION("channel: destroyed, then the notified receiver") {
        destructible_task<TestType> receiving(on.loop, receives(*values, received[0]));
        values.reset();
        receiving.destroy();
        CHECK(on.loop.run().has_value());
        CHECK(received[0] == 0);
    }
    CHECK(on.loop.run(loop_works(on.loop)));
}

TEMPLATE_TEST_CASE(
    "event: if a waiting task or the event is destroyed, the other task is resumed once", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::optional<tenon::event> happens;
    happens.emplace();
    std::error_code error;
    int resumed = 0;
    const auto waits = [](tenon::event& what, std::error_code& into, int& count) -> task<void> {
        into = unit::error_of(co_await what.wait(within(1h)));
        ++count;
    };
    destructible_task<TestType> first(on.loop, waits(*happens, error, resumed));
    destructible_task<TestType> second(on.loop, waits(*happens, error, resumed));
    first.destroy();
    SECTION("event: set before it is destroyed") {
        happens->set();
        happens.reset();
        CHECK(on.loop.run().has_value());
        CHECK_FALSE(error);
    }
    SECTION("event: destroyed without being set") {
        happens.reset();
        CHECK(on.loop.run().has_value());
        CHECK(error == unit::canceled);
    }
    CHECK(resumed == 1);
}

TEMPLATE_TEST_CASE(
    "task: destroyed while it connects, its descriptor is closed and removed from the loop", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4, tenon::backlog(0)).value();
    const auto endpoint = listener.local_endpoint().value();
    // If the queue is full, an attempt stays under way.
    auto filler = tenon::connect<tenon::tcp>(endpoint).value();
    const auto connects = [](TestType& loop, tenon::ipv4::endpoint to) -> task<void> {
        unit::ignore(co_await tenon::connect<tenon::tcp>(loop, to));
        FAIL_CHECK("the destroyed task was resumed");
    };
    const int before = unit::next_descriptor();
    destructible_task<TestType> connecting(on.loop, connects(on.loop, endpoint));
    unit::turn(on.loop);
    REQUIRE(connecting.is_suspended());
    CHECK(unit::is_open(before));
    connecting.destroy();
    CHECK_FALSE(unit::is_open(before));
    CHECK(on.loop.run(loop_works(on.loop)));
}

TEMPLATE_TEST_CASE(
    "buffer_pool: if the next receiver is destroyed, stopped, closed or timed out, the one after it gets the buffer",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    tenon::buffer_pool pool(on.loop, 1, 16);
    auto first = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    auto second = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    auto third = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    for (auto* const pair : {&first, &second, &third})
        CHECK(::send(pair->second.native_handle(), "x", 1, 0) == 1);
    tenon::lease held;
    int received = 0;
    const auto takes = [](auto& from, tenon::buffer_pool& by, tenon::lease& into) -> task<void> {
        auto filled = co_await from.receive(by);
        unit::expect(filled);
        if (filled)
            into = std::move(*filled);
    };
    const auto reads = [](auto& from, tenon::buffer_pool& by, int& count) -> task<void> {
        const auto filled = co_await from.receive(by, within(1ms));
        count += filled ? 1 : 0;
    };
    const auto waits = [](auto& from, tenon::buffer_pool& by, int& count) -> task<void> {
        const auto filled = co_await from.receive(by);
        count += filled ? 1 : 0;
    };
    on.loop.run(takes(first.first, pool, held));
    CHECK(pool.available() == 0);
    std::optional<tenon::scope> first_scope;
    first_scope.emplace(on.loop);
    tenon::scope second_scope(on.loop);
    first_scope->spawn(reads(second.first, pool, received));
    unit::turn(on.loop);
    second_scope.spawn(waits(third.first, pool, received));
    unit::turn(on.loop);
    CHECK(pool.times_exhausted() >= 2);
    held = tenon::lease();
    const int reason = GENERATE(0, 1, 2, 3);
    INFO("0 destroyed, 1 stopped, 2 closed, 3 timed out: " << reason);
    CHECK(pool.available() == 1);
    if (reason == 0)
        first_scope.reset();
    else if (reason == 1)
        first_scope->request_stop();
    else if (reason == 2)
        CHECK(second.first.close());
    else
        on.seen.time += 1'000'000'000;
    CHECK(on.loop.run().has_value());
    CHECK(received == 1);
    CHECK(second_scope.empty());
    CHECK(pool.available() == 1);
}
