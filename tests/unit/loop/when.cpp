// SPDX-License-Identifier: BSL-1.0

// when_all and when_any: what they return, what they throw, and that all has ended when they end.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace std::string_view_literals;
using tenon::task;

namespace {

task<std::string> say_after(std::chrono::milliseconds time, std::string text, int& ended) {
    const unit::counted_end end(ended);
    const auto slept = co_await tenon::sleep(time);
    co_return slept ? text : "stopped";
}
task<void> throw_after(std::chrono::milliseconds time, int thrown) {
    unit::ignore(co_await tenon::sleep(time));
    throw thrown;
}
task<std::unique_ptr<int>> at_once(int value) {
    co_return std::make_unique<int>(value);
}

}  // namespace

TEMPLATE_TEST_CASE("when_all: returns what each returned, when the last has ended", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    const auto body = []() -> task<void> {
        int ended = 0;
        auto [first, second, third] =
            co_await tenon::when_all(say_after(20ms, "late", ended), at_once(2), []() -> task<void> { co_return; }());
        CHECK(first == "late");
        CHECK(*second == 2);
        CHECK(third == tenon::nothing());
        CHECK(ended == 1);
    };
    on.loop.run(body());
    // Without a loop, what does not wait.
    CHECK(*std::get<0>(tenon::run(tenon::when_all(at_once(3)))) == 3);
}

TEMPLATE_TEST_CASE("when_all: one throws, the others are stopped, and it passes when they have ended", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    int ended = 0;
    const auto body = [&]() -> task<void> {
        const auto all = co_await tenon::when_all(say_after(1h, "never", ended), throw_after(2ms, 2), throw_after(1h, 3));
        static_cast<void>(all);
    };
    const std::int64_t before = on.seen.time;
    try {
        on.loop.run(body());
        FAIL("it returned");
    } catch (int thrown) {
        CHECK(thrown == 2);
    }
    CHECK(ended == 1);
    CHECK(on.seen.time - before < 1'000'000'000);
}

TEMPLATE_TEST_CASE("when_all, when_any: a task that has ended is gone, with its parameters, while the others run", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.loop.run([](TestType& loop) -> task<void> {
        auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
        const auto says = [](auto peer) -> task<bool> {
            const auto sent = co_await peer.send_all("x"sv);
            co_return sent.has_value();
        };
        const auto hears = [](auto peer, int& bytes) -> task<int&> {
            for (;;) {
                std::array<char, 8> buffer;
                const auto got = co_await peer.receive(buffer);
                if (!got || got->empty())
                    co_return bytes;
                bytes += static_cast<int>(got->size());
            }
        };
        int bytes = 0;
        // One hears to the end, which comes when the other has ended.
        const auto [count, sent] = co_await tenon::when_all(hears(std::move(near), bytes), says(std::move(far)));
        CHECK(count == 1);
        CHECK(&count == &bytes);
        CHECK(sent);
    }(on.loop));
    on.seen.is_virtual = true;
    const auto held = std::make_shared<int>(1);
    on.loop.run([](std::shared_ptr<int> kept) -> task<void> {
        const auto holds = [](std::shared_ptr<int>) -> task<int> { co_return 1; };
        long when_stopped = 0;
        const auto looks = [](const std::shared_ptr<int>& at, long& count) -> task<void> {
            unit::ignore(co_await tenon::sleep(1h));
            count = at.use_count();
        };
        const long before = kept.use_count();
        const auto any = co_await tenon::when_any(looks(kept, when_stopped), holds(kept));
        CHECK(any.index == 1);
        CHECK(when_stopped == before);
    }(held));
}

TEMPLATE_TEST_CASE("when_any: the first decides, the others are stopped and joined", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    int ended = 0;
    const auto body = [&]() -> task<void> {
        auto any = co_await tenon::when_any(say_after(1h, "never", ended), say_after(1ms, "soon", ended), throw_after(1h, 0));
        static_cast<void>(any);
    };
    CHECK_THROWS_AS(on.loop.run(body()), int);
    CHECK(ended == 2);
    const auto without = [&]() -> task<void> {
        auto any = co_await tenon::when_any(say_after(1h, "never", ended), say_after(1ms, "soon", ended));
        CHECK(any.index == 1);
        CHECK(any.template get<1>() == "soon");
        CHECK(any.template get<0>() == "stopped");
    };
    on.loop.run(without());
    CHECK(ended == 4);
}

TEMPLATE_TEST_CASE("when_any: one that ends at once decides, the others still begin, asked to stop", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto body = []() -> task<void> {
        int ended = 0;
        auto any = co_await tenon::when_any(at_once(1), say_after(1h, "never", ended));
        CHECK(any.index == 0);
        CHECK(**any.template get<0>() == 1);
        CHECK(any.template get<1>() == "stopped");
        CHECK(ended == 1);
    };
    on.loop.run(body());
}

TEMPLATE_TEST_CASE("when_any: a success that came late, is in its optional", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    auto [near_too, far_too] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto reads = [](auto& from) -> task<std::string> {
        std::array<std::byte, 8> buffer;
        co_return unit::text_of(co_await from.receive(buffer));
    };
    const auto both = [&]() -> task<std::string> {
        auto any = co_await tenon::when_any(reads(near), reads(near_too));
        // Nothing is lost: it has been delivered, or it is still in the socket.
        std::string all = *std::get<0>(any.values) + "," + *std::get<1>(any.values);
        co_return all;
    };
    // Both come before one turn.
    tenon::scope sending(on.loop);
    sending.spawn([](int first, int second) -> task<void> {
        unit::expect(co_await tenon::yield());
        CHECK(::send(first, "one", 3, 0) == 3);
        CHECK(::send(second, "two", 3, 0) == 3);
    }(far.native_handle(), far_too.native_handle()));
    const std::string got = on.loop.run(both());
    const auto again = [&](auto& from) -> task<std::string> {
        std::array<std::byte, 8> buffer;
        co_return unit::text_of(co_await from.receive(buffer, tenon::within(0s)));
    };
    CHECK((got == "one,two" || (got == "one,(Operation canceled)" && on.loop.run(again(near_too)) == "two") ||
           (got == "(Operation canceled),two" && on.loop.run(again(near)) == "one")));
}

TEMPLATE_TEST_CASE("when_all, when_any: destroyed while they wait, so are their tasks", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    int ended = 0;
    {
        tenon::scope all(on.loop);
        all.spawn([](int& counter) -> task<void> {
            const auto both = co_await tenon::when_all(say_after(1h, "a", counter), say_after(1h, "b", counter));
            static_cast<void>(both);
        }(ended));
        all.spawn([](int& counter) -> task<void> {
            const auto any = co_await tenon::when_any(say_after(1h, "a", counter), say_after(1h, "b", counter));
            static_cast<void>(any);
        }(ended));
        unit::turn(on.loop);
        CHECK(ended == 0);
    }
    CHECK(ended == 4);
    CHECK(on.loop.run().has_value());
}
