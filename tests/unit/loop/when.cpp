// SPDX-License-Identifier: BSL-1.0

// when_all and when_any: their values, their exceptions, and the end of all tasks.

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

task<std::string> return_after(std::chrono::milliseconds time, std::string text, int& ended) {
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

TEMPLATE_TEST_CASE("when_all: returns the value of each task when the last has ended", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    const auto body = []() -> task<void> {
        int ended = 0;
        auto [first, second, third] = co_await tenon::when_all(
            return_after(20ms, "late", ended), at_once(2), []() -> task<void> { co_return; }());
        CHECK(first == "late");
        CHECK(*second == 2);
        CHECK(third == tenon::nothing());
        CHECK(ended == 1);
    };
    on.loop.run(body());
    // Tasks that do not wait need no loop.
    CHECK(*std::get<0>(tenon::run(tenon::when_all(at_once(3)))) == 3);
}

TEMPLATE_TEST_CASE(
    "when_all: if a task throws, the others are stopped and the exception is thrown when they have ended",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    int ended = 0;
    const auto body = [&]() -> task<void> {
        const auto all = co_await tenon::when_all(return_after(1h, "never", ended),
                                                  throw_after(2ms, 2), throw_after(1h, 3));
        static_cast<void>(all);
    };
    const std::int64_t before = on.seen.time;
    try {
        on.loop.run(body());
        FAIL("when_all returned a value");
    } catch (int thrown) {
        CHECK(thrown == 2);
    }
    CHECK(ended == 1);
    CHECK(on.seen.time - before < 1'000'000'000);
}

TEMPLATE_TEST_CASE(
    "when_all, when_any: a task that has ended is destroyed with its parameters, while the others run",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.loop.run([](TestType& loop) -> task<void> {
        auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
        const auto send_byte = [](auto socket) -> task<bool> {
            const auto sent = co_await socket.send_all("x"sv);
            co_return sent.has_value();
        };
        const auto receive_to_end = [](auto socket, int& bytes) -> task<int&> {
            for (;;) {
                std::array<char, 8> buffer;
                const auto received = co_await socket.receive(buffer);
                if (!received || received->empty())
                    co_return bytes;
                bytes += static_cast<int>(received->size());
            }
        };
        int bytes = 0;
        // One task receives until the end of the stream, which comes when the other task has ended.
        const auto [count, sent] = co_await tenon::when_all(receive_to_end(std::move(local), bytes),
                                                            send_byte(std::move(peer)));
        CHECK(count == 1);
        CHECK(&count == &bytes);
        CHECK(sent);
    }(on.loop));
    on.seen.is_virtual = true;
    const auto held = std::make_shared<int>(1);
    on.loop.run([](std::shared_ptr<int> shared) -> task<void> {
        const auto holds = [](std::shared_ptr<int>) -> task<int> { co_return 1; };
        long when_stopped = 0;
        const auto count_later = [](const std::shared_ptr<int>& at, long& count) -> task<void> {
            unit::ignore(co_await tenon::sleep(1h));
            count = at.use_count();
        };
        const long before = shared.use_count();
        const auto any = co_await tenon::when_any(count_later(shared, when_stopped), holds(shared));
        CHECK(any.index == 1);
        CHECK(when_stopped == before);
    }(held));
}

TEMPLATE_TEST_CASE("when_any: when the first task has ended, the others are stopped and joined", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    int ended = 0;
    const auto body = [&]() -> task<void> {
        auto any = co_await tenon::when_any(return_after(1h, "never", ended),
                                            return_after(1ms, "soon", ended), throw_after(1h, 0));
        static_cast<void>(any);
    };
    CHECK_THROWS_AS(on.loop.run(body()), int);
    CHECK(ended == 2);
    const auto first_ends = [&]() -> task<void> {
        auto any = co_await tenon::when_any(return_after(1h, "never", ended),
                                            return_after(1ms, "soon", ended));
        CHECK(any.index == 1);
        CHECK(any.template get<1>() == "soon");
        CHECK(any.template get<0>() == "stopped");
    };
    on.loop.run(first_ends());
    CHECK(ended == 4);
}

TEMPLATE_TEST_CASE("when_any: if the first task ends at once, the others begin with a stop request",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto body = []() -> task<void> {
        int ended = 0;
        auto any = co_await tenon::when_any(at_once(1), return_after(1h, "never", ended));
        CHECK(any.index == 0);
        CHECK(**any.template get<0>() == 1);
        CHECK(any.template get<1>() == "stopped");
        CHECK(ended == 1);
    };
    on.loop.run(body());
}

TEMPLATE_TEST_CASE("when_any: the value of another task that succeeds late is kept", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    auto [second_local, second_peer] =
        tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto reads = [](auto& from) -> task<std::string> {
        std::array<std::byte, 8> buffer;
        co_return unit::text_of(co_await from.receive(buffer));
    };
    const auto both = [&]() -> task<std::string> {
        auto any = co_await tenon::when_any(reads(local), reads(second_local));
        // No data is lost: it has been delivered, or is still in the socket.
        std::string all = *std::get<0>(any.values) + "," + *std::get<1>(any.values);
        co_return all;
    };
    // Both messages arrive before the same turn.
    tenon::scope sending(on.loop);
    sending.spawn([](int first, int second) -> task<void> {
        unit::expect(co_await tenon::yield());
        CHECK(::send(first, "one", 3, 0) == 3);
        CHECK(::send(second, "two", 3, 0) == 3);
    }(peer.native_handle(), second_peer.native_handle()));
    const std::string received = on.loop.run(both());
    const auto receive_now = [&](auto& from) -> task<std::string> {
        std::array<std::byte, 8> buffer;
        co_return unit::text_of(co_await from.receive(buffer, tenon::within(0s)));
    };
    CHECK((received == "one,two" ||
           (received == "one,(Operation canceled)" &&
            on.loop.run(receive_now(second_local)) == "two") ||
           (received == "(Operation canceled),two" && on.loop.run(receive_now(local)) == "one")));
}

TEMPLATE_TEST_CASE("when_all, when_any: destroyed during a wait, their tasks are destroyed", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    int ended = 0;
    {
        tenon::scope all(on.loop);
        all.spawn([](int& counter) -> task<void> {
            const auto both = co_await tenon::when_all(return_after(1h, "a", counter),
                                                       return_after(1h, "b", counter));
            static_cast<void>(both);
        }(ended));
        all.spawn([](int& counter) -> task<void> {
            const auto any = co_await tenon::when_any(return_after(1h, "a", counter),
                                                      return_after(1h, "b", counter));
            static_cast<void>(any);
        }(ended));
        unit::turn(on.loop);
        CHECK(ended == 0);
    }
    CHECK(ended == 4);
    CHECK(on.loop.run().has_value());
}
