// SPDX-License-Identifier: BSL-1.0

// A million awaits that complete at once, in the stack of one.

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

/// How far the stack has been used below where this was made.
class depth {
public:
    void note() noexcept {
        const auto here = address();
        if (here < deepest_)
            deepest_ = here;
    }
    [[nodiscard]] std::uintptr_t used() const noexcept { return top_ - deepest_; }

private:
    [[gnu::noinline]] static std::uintptr_t address() noexcept {
        return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    }
    std::uintptr_t top_ = address();
    std::uintptr_t deepest_ = top_;
};

constexpr std::uintptr_t little = 64 * 1024;

}  // namespace

TEST_CASE("a million tasks that end at once: constant stack") {
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
    CHECK(stack.used() < little);
}

TEMPLATE_TEST_CASE("a million tasks that each wait for a turn: constant stack", "", tenon::epoll_loop, tenon::poll_loop) {
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
    CHECK(stack.used() < little);
}

TEMPLATE_TEST_CASE("a million operations that complete at once: constant stack", "", tenon::epoll_loop, tenon::poll_loop) {
    depth stack;
    TestType loop;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    const auto all = [](auto& to, auto& from, depth& noted) -> task<int> {
        int done = 0;
        std::array<std::byte, 1> buffer{};
        for (int round = 0; round != awaits / 2; ++round) {
            const auto sent = co_await to.send(buffer);
            const auto got = co_await from.receive(buffer);
            noted.note();
            done += sent && got ? 2 : 0;
        }
        co_return done;
    };
    CHECK(loop.run(all(near, far, stack)) == awaits);
    CHECK(stack.used() < little);
}

TEST_CASE("a million operations of a blocking socket in a task: constant stack") {
    depth stack;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    const auto all = [](auto& to, auto& from, depth& noted) -> task<int> {
        int done = 0;
        std::array<std::byte, 1> buffer{};
        for (int round = 0; round != awaits / 2; ++round) {
            const auto sent = co_await to.send(buffer);
            const auto got = co_await from.receive(buffer);
            noted.note();
            done += sent && got ? 2 : 0;
        }
        co_return done;
    };
    CHECK(tenon::run(all(near, far, stack)) == awaits);
    CHECK(stack.used() < little);
}

TEST_CASE("a million values through a channel of one task, and of two: constant stack") {
    depth stack;
    tenon::poll_loop loop;
    const auto alone = [](depth& noted) -> task<int> {
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
    CHECK(tenon::run(alone(stack)) == awaits / 2);
    const auto both = [](depth& noted) -> task<int> {
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
                const auto got = co_await values.receive();
                if (!got)
                    break;
                sum += *got;
                noted.note();
            }
        });
        co_return sum;
    };
    CHECK(loop.run(both(stack)) == awaits / 2);
    CHECK(stack.used() < little);
}

TEST_CASE("a million events that are set, and scopes that are empty, in a task: constant stack") {
    depth stack;
    tenon::poll_loop loop;
    const auto waits = [](depth& noted) -> task<int> {
        tenon::event happened;
        happened.set();
        int done = 0;
        for (int round = 0; round != awaits; ++round) {
            const auto waited = co_await happened.wait();
            noted.note();
            done += waited ? 1 : 0;
        }
        co_return done;
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
    CHECK(stack.used() < little);
}

TEST_CASE("a million tasks that throw at once: constant stack") {
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
    CHECK(stack.used() < little);
}
