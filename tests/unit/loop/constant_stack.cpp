// SPDX-License-Identifier: BSL-1.0

// A million awaits that complete at once use no more stack than one.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include <tenon/loops.hpp>

using tenon::task;

namespace {

#if defined(UNIT_AWAITS)
constexpr int awaits = UNIT_AWAITS;
#else
constexpr int awaits = 1'000'000;
#endif

/// Measures the depth of the stack below the place of its construction.
class depth {
public:
    void note() noexcept {
        const auto current = address();
        if (current < deepest_)
            deepest_ = current;
    }
    [[nodiscard]] std::uintptr_t used() const noexcept { return top_ - deepest_; }

private:
    [[gnu::noinline]] static std::uintptr_t address() noexcept {
        return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    }
    std::uintptr_t top_ = address();
    std::uintptr_t deepest_ = top_;
};

constexpr std::uintptr_t stack_limit = 64 * 1024;

}  // namespace

TEST_CASE("task: a million tasks that end at once use constant stack") {
    depth stack;
    const auto one = [](depth& noted) -> task<int> {
        noted.note();
        co_return 1;
    };
    const auto all = [&](depth& noted) -> task<int> {
        int sum = 0;
        for (int round = 0; round != awaits; ++round)
            sum += co_await one(noted);
        co_return sum;
    };
    CHECK(tenon::run(all(stack)) == awaits);
    tenon::poll_loop loop;
    CHECK(loop.run(all(stack)) == awaits);
    CHECK(stack.used() < stack_limit);
}

TEMPLATE_TEST_CASE("yield: a million tasks that wait for a turn use constant stack", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    depth stack;
    TestType loop;
    const auto one = [](depth& noted) -> task<int> {
        noted.note();
        static_cast<void>(co_await tenon::yield());
        noted.note();
        co_return 1;
    };
    const auto all = [&](depth& noted) -> task<int> {
        int sum = 0;
        for (int round = 0; round != awaits / 10; ++round)
            sum += co_await one(noted);
        co_return sum;
    };
    CHECK(loop.run(all(stack)) == awaits / 10);
    CHECK(stack.used() < stack_limit);
}

TEMPLATE_TEST_CASE("send, receive: a million operations that complete at once use constant stack",
                   "", tenon::epoll_loop, tenon::poll_loop) {
    depth stack;
    TestType loop;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    const auto all = [](auto& to, auto& from, depth& noted) -> task<int> {
        int completed = 0;
        std::array<std::byte, 1> buffer{};
        for (int round = 0; round != awaits / 2; ++round) {
            const auto sent = co_await to.send(buffer);
            const auto received = co_await from.receive(buffer);
            noted.note();
            completed += sent && received ? 2 : 0;
        }
        co_return completed;
    };
    CHECK(loop.run(all(local, peer, stack)) == awaits);
    CHECK(stack.used() < stack_limit);
}

TEST_CASE("send, receive: a million operations of a blocking socket in a task use constant stack") {
    depth stack;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    const auto all = [](auto& to, auto& from, depth& noted) -> task<int> {
        int completed = 0;
        std::array<std::byte, 1> buffer{};
        for (int round = 0; round != awaits / 2; ++round) {
            const auto sent = co_await to.send(buffer);
            const auto received = co_await from.receive(buffer);
            noted.note();
            completed += sent && received ? 2 : 0;
        }
        co_return completed;
    };
    CHECK(tenon::run(all(local, peer, stack)) == awaits);
    CHECK(stack.used() < stack_limit);
}

TEST_CASE("channel: a million values in one task, and between two, use constant stack") {
    depth stack;
    tenon::poll_loop loop;
    const auto run_alone = [](depth& noted) -> task<int> {
        tenon::channel<int> values(1);
        int sum = 0;
        for (int round = 0; round != awaits / 2; ++round) {
            if (!co_await values.send(1))
                break;
            sum += tenon::value(co_await values.receive());
            noted.note();
        }
        co_return sum;
    };
    CHECK(tenon::run(run_alone(stack)) == awaits / 2);
    const auto run_both = [](depth& noted) -> task<int> {
        tenon::channel<int> values(1);
        int sum = 0;
        const auto sends = [](tenon::channel<int>& to) -> task<void> {
            for (int round = 0; round != awaits / 2; ++round)
                unit::expect(co_await to.send(1));
            to.close();
        };
        co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
            inner.spawn(sends(values));
            for (;;) {
                const auto received = co_await values.receive();
                if (!received)
                    break;
                sum += *received;
                noted.note();
            }
        });
        co_return sum;
    };
    CHECK(loop.run(run_both(stack)) == awaits / 2);
    CHECK(stack.used() < stack_limit);
}

TEST_CASE(
    "event, scope: a million waits for a set event and joins of an empty scope use constant stack") {
    depth stack;
    tenon::poll_loop loop;
    const auto waits = [](depth& noted) -> task<int> {
        tenon::event happened;
        happened.set();
        int completed = 0;
        for (int round = 0; round != awaits; ++round) {
            const auto waited = co_await happened.wait();
            noted.note();
            completed += waited ? 1 : 0;
        }
        co_return completed;
    };
    CHECK(loop.run(waits(stack)) == awaits);
    const auto joins = [](tenon::poll_loop& by, depth& noted) -> task<void> {
        tenon::scope all(by);
        for (int round = 0; round != awaits / 10; ++round) {
            all.spawn([](depth& below) -> task<void> {
                below.note();
                co_return;
            }(noted));
            co_await all.join();
        }
    };
    loop.run(joins(loop, stack));
    CHECK(stack.used() < stack_limit);
}

TEST_CASE("task: a million tasks that throw at once use constant stack") {
    depth stack;
    const auto one = [](depth& noted) -> task<int> {
        noted.note();
        throw 1;
        co_return 1;
    };
    const auto all = [&](depth& noted) -> task<int> {
        int sum = 0;
        for (int round = 0; round != awaits / 20; ++round) {
            try {
                sum += co_await one(noted);
            } catch (int thrown) {
                sum += 2 * thrown;
            }
        }
        co_return sum;
    };
    CHECK(tenon::run(all(stack)) == 2 * (awaits / 20));
    CHECK(stack.used() < stack_limit);
}
