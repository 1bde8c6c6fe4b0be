// SPDX-License-Identifier: BSL-1.0

// A frame is destroyed at each place where a task can be suspended: nothing of it is left in the loop, and what others wait for
// goes on.

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

/// A task in a scope of its own, which is destroyed on request.
template <class Loop>
class victim {
public:
    victim(Loop& loop, task<void> work) : scope_(std::in_place, loop) { scope_->spawn(std::move(work)); }
    [[nodiscard]] bool is_suspended() const noexcept { return !scope_->empty(); }
    void destroy() noexcept { scope_.reset(); }

private:
    std::optional<tenon::scope> scope_;
};

template <class Loop>
task<bool> is_alive(Loop& loop) {
    // All that a loop does, once more.
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    std::array<std::byte, 8> buffer;
    const auto none = co_await pair.first.receive(buffer, within(1ms));
    const auto yielded = co_await tenon::yield();
    const auto sent = co_await pair.second.send("x"_bytes);
    const auto got = co_await pair.first.receive(buffer);
    co_return !none && yielded && sent && unit::text_of(got) == "x";
}

}  // namespace

TEMPLATE_TEST_CASE("destroyed: while it waits for a descriptor, parked or with an event on its way", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto reads = [](auto& from) -> task<void> {
        std::array<std::byte, 8> buffer;
        unit::ignore(co_await from.receive(buffer));
        FAIL_CHECK("it was resumed");
    };
    victim<TestType> one(on.loop, reads(pair.first));
    unit::turn(on.loop);
    REQUIRE(one.is_suspended());
    SECTION("parked") {
        CHECK(one.is_suspended());
    }
    SECTION("with an event on its way") {
        CHECK(::send(pair.second.native_handle(), "x", 1, 0) == 1);
    }
    one.destroy();
    CHECK(on.loop.run(is_alive(on.loop)));
    // Another may wait in its place.
    const auto again = [&]() -> task<std::string> {
        std::array<std::byte, 8> buffer;
        CHECK(::send(pair.second.native_handle(), "y", 1, 0) == 1);
        co_return unit::text_of(co_await pair.first.receive(buffer));
    };
    CHECK(on.loop.run(again()).back() == 'y');
}

TEMPLATE_TEST_CASE("destroyed: in the queue, to yield, after too many attempts, stopped or closed", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto yields = []() -> task<void> {
        unit::ignore(co_await tenon::yield());
        FAIL_CHECK("it was resumed");
    };
    victim<TestType> yielding(on.loop, yields());
    const auto floods = [](auto& from, int far) -> task<void> {
        std::array<std::byte, 1> buffer;
        for (;;) {
            CHECK(::send(far, "x", 1, 0) == 1);
            unit::ignore(co_await from.receive(buffer));
        }
    };
    victim<TestType> flooding(on.loop, floods(pair.first, pair.second.native_handle()));
    REQUIRE(yielding.is_suspended());
    REQUIRE(flooding.is_suspended());
    auto other = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::optional<tenon::scope> stopped;
    stopped.emplace(on.loop);
    const auto reads = [](auto& from) -> task<void> {
        std::array<std::byte, 8> buffer;
        unit::ignore(co_await from.receive(buffer, within(1h)));
        FAIL_CHECK("it was resumed");
    };
    stopped->spawn(reads(other.first));
    victim<TestType> closed(on.loop, reads(other.second));
    stopped->request_stop();
    CHECK(other.second.close());
    yielding.destroy();
    flooding.destroy();
    stopped.reset();
    closed.destroy();
    CHECK(on.loop.run().has_value());
    CHECK(on.loop.run(is_alive(on.loop)));
}

TEMPLATE_TEST_CASE("destroyed: in the queue by another that was before it there", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event happens;
    std::optional<tenon::scope> others;
    others.emplace(on.loop);
    tenon::scope all(on.loop);
    int resumed = 0;
    all.spawn([](tenon::event& what, std::optional<tenon::scope>& victims, int& count) -> task<void> {
        unit::expect(co_await what.wait());
        victims.reset();
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

TEMPLATE_TEST_CASE("destroyed: with limits, armed, passed or requested", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const tenon::stop_source source;
    tenon::event never;
    tenon::channel<int> values(1);
    const auto reads = [](auto& from, tenon::stop_token token) -> task<void> {
        std::array<std::byte, 8> buffer;
        unit::ignore(co_await from.receive(buffer, within(1ms), token));
        FAIL_CHECK("it was resumed");
    };
    const auto waits = [](tenon::event& what, tenon::stop_token token) -> task<void> {
        unit::ignore(co_await what.wait(within(1ms), token));
        FAIL_CHECK("it was resumed");
    };
    const auto takes = [](tenon::channel<int>& from, tenon::stop_token token) -> task<void> {
        unit::ignore(co_await from.receive(within(1ms), token));
        FAIL_CHECK("it was resumed");
    };
    const auto sleeps = [](tenon::stop_token token) -> task<void> {
        unit::ignore(co_await tenon::sleep(1ms, token));
        FAIL_CHECK("it was resumed");
    };
    {
        victim<TestType> first(on.loop, reads(pair.first, source.token()));
        victim<TestType> second(on.loop, waits(never, source.token()));
        victim<TestType> third(on.loop, takes(values, source.token()));
        victim<TestType> fourth(on.loop, sleeps(source.token()));
        SECTION("armed") {
            CHECK(first.is_suspended());
        }
        SECTION("passed") {
            CHECK(second.is_suspended());
            on.seen.time += 10'000'000;
        }
        SECTION("requested") {
            CHECK(source.request_stop());
        }
        SECTION("requested and passed") {
            CHECK(source.request_stop());
            on.seen.time += 10'000'000;
        }
    }
    unit::turn(on.loop);
    source.request_stop();
    CHECK(on.loop.run(is_alive(on.loop)));
    CHECK(on.seen.time < 1'000'000'000 + 20'000'000);
}

TEMPLATE_TEST_CASE("destroyed: while a wait pauses between two attempts", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto pair = tenon::connected_pair<tenon::datagram, tenon::unix_domain>(on.loop).value();
    const auto fills = [](auto& to) -> task<void> {
        for (;;)
            unit::expect(co_await to.send("x"_bytes));
    };
    victim<TestType> filling(on.loop, fills(pair.first));
    unit::turn(on.loop);
    filling.destroy();
    CHECK(on.loop.run(is_alive(on.loop)));
}

TEMPLATE_TEST_CASE("destroyed: a receiver and a sender of a channel, and the channel itself", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::optional<tenon::channel<std::unique_ptr<int>>> values;
    values.emplace(1);
    using channel = tenon::channel<std::unique_ptr<int>>;
    const auto receives = [](channel& from, int& got) -> task<void> {
        const auto value = co_await from.receive();
        got = value ? **value : -value.error().value();
    };
    const auto sends = [](channel& to, int value, std::error_code& ended) -> task<void> {
        auto given = std::make_unique<int>(value);
        const auto sent = co_await to.send(std::move(given));
        ended = sent.error();
        CHECK((given == nullptr) == sent.has_value());
    };
    int got[2] = {};
    std::error_code ended[4];
    SECTION("receivers") {
        victim<TestType> one(on.loop, receives(*values, got[0]));
        victim<TestType> other(on.loop, receives(*values, got[1]));
        one.destroy();
        victim<TestType> sending(on.loop, sends(*values, 7, ended[0]));
        CHECK(on.loop.run().has_value());
        CHECK(got[0] == 0);
        CHECK(got[1] == 7);
    }
    SECTION("senders") {
        victim<TestType> first(on.loop, sends(*values, 1, ended[0]));
        CHECK_FALSE(first.is_suspended());
        victim<TestType> second(on.loop, sends(*values, 2, ended[1]));
        victim<TestType> third(on.loop, sends(*values, 3, ended[2]));
        second.destroy();
        victim<TestType> receiving(on.loop, receives(*values, got[0]));
        victim<TestType> receiving_too(on.loop, receives(*values, got[1]));
        CHECK(on.loop.run().has_value());
        CHECK(got[0] == 1);
        CHECK(got[1] == 3);
    }
    SECTION("the channel, with receivers") {
        victim<TestType> receiving(on.loop, receives(*values, got[0]));
        values.reset();
        CHECK(on.loop.run().has_value());
        CHECK(got[0] == -ECANCELED);
    }
    SECTION("the channel, with senders") {
        victim<TestType> first(on.loop, sends(*values, 1, ended[0]));
        victim<TestType> second(on.loop, sends(*values, 2, ended[1]));
        values.reset();
        CHECK(on.loop.run().has_value());
        CHECK_FALSE(ended[0]);
        CHECK(ended[1] == unit::canceled);
    }
    SECTION("the channel, then those that it has told") {
        victim<TestType> receiving(on.loop, receives(*values, got[0]));
        values.reset();
        receiving.destroy();
        CHECK(on.loop.run().has_value());
        CHECK(got[0] == 0);
    }
    CHECK(on.loop.run(is_alive(on.loop)));
}

TEMPLATE_TEST_CASE("destroyed: one that waits for an event, and the event itself", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::optional<tenon::event> happens;
    happens.emplace();
    std::error_code got;
    int resumed = 0;
    const auto waits = [](tenon::event& what, std::error_code& into, int& count) -> task<void> {
        into = unit::error_of(co_await what.wait(within(1h)));
        ++count;
    };
    victim<TestType> one(on.loop, waits(*happens, got, resumed));
    victim<TestType> other(on.loop, waits(*happens, got, resumed));
    one.destroy();
    SECTION("set") {
        happens->set();
        happens.reset();
        CHECK(on.loop.run().has_value());
        CHECK_FALSE(got);
    }
    SECTION("destroyed") {
        happens.reset();
        CHECK(on.loop.run().has_value());
        CHECK(got == unit::canceled);
    }
    CHECK(resumed == 1);
}

TEMPLATE_TEST_CASE("destroyed: a task that connects, the descriptor is closed and the loop forgets it", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4, tenon::backlog(0)).value();
    const auto there = listener.local_endpoint().value();
    // With the queue full, an attempt takes its time.
    auto filler = tenon::connect<tenon::tcp>(there).value();
    const auto connects = [](TestType& loop, tenon::ipv4::endpoint to) -> task<void> {
        unit::ignore(co_await tenon::connect<tenon::tcp>(loop, to));
        FAIL_CHECK("it was resumed");
    };
    const int before = unit::next_descriptor();
    victim<TestType> connecting(on.loop, connects(on.loop, there));
    unit::turn(on.loop);
    REQUIRE(connecting.is_suspended());
    CHECK(unit::is_open(before));
    connecting.destroy();
    CHECK_FALSE(unit::is_open(before));
    CHECK(on.loop.run(is_alive(on.loop)));
}

TEMPLATE_TEST_CASE(
    "buffer_pool: the one whose turn has come is destroyed, stopped, closed or timed out, the next has the buffer", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
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
        auto got = co_await from.receive(by);
        unit::expect(got);
        if (got)
            into = std::move(*got);
    };
    const auto reads = [](auto& from, tenon::buffer_pool& by, int& count) -> task<void> {
        const auto got = co_await from.receive(by, within(1ms));
        count += got ? 1 : 0;
    };
    const auto waits = [](auto& from, tenon::buffer_pool& by, int& count) -> task<void> {
        const auto got = co_await from.receive(by);
        count += got ? 1 : 0;
    };
    on.loop.run(takes(first.first, pool, held));
    CHECK(pool.available() == 0);
    std::optional<tenon::scope> one;
    one.emplace(on.loop);
    tenon::scope other(on.loop);
    one->spawn(reads(second.first, pool, received));
    unit::turn(on.loop);
    other.spawn(waits(third.first, pool, received));
    unit::turn(on.loop);
    CHECK(pool.times_exhausted() >= 2);
    held = tenon::lease();
    const int how = GENERATE(0, 1, 2, 3);
    INFO("0 destroyed, 1 stopped, 2 closed, 3 timed out: " << how);
    CHECK(pool.available() == 1);
    if (how == 0)
        one.reset();
    else if (how == 1)
        one->request_stop();
    else if (how == 2)
        CHECK(second.first.close());
    else
        on.seen.time += 1'000'000'000;
    CHECK(on.loop.run().has_value());
    CHECK(received == 1);
    CHECK(other.empty());
    CHECK(pool.available() == 1);
}
