// SPDX-License-Identifier: BSL-1.0

// Operations, limits, tasks and scopes that must not end, starve, replace or outlive each other.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>
#include <unit/support/task.hpp>

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;
using clock_type = std::chrono::steady_clock;

namespace {

template <class Loop>
using pair_of = std::pair<unit::unix_peer<Loop>, unit::unix_peer<Loop>>;
template <class Loop>
pair_of<Loop> make_pair(Loop& loop) {
    return tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
}

template <class Operation>
task<> awaits(Operation&& operation) {
    unit::ignore(co_await std::move(operation));
}
task<> passes_on(task<> work) {
    co_await std::move(work);
}
task<> shields(task<> work) {
    co_await tenon::shielded(std::move(work));
}
/// Runs a task in a scope that ends before the task, and goes on meanwhile.
template <class Loop>
task<> give_up_soon(Loop& loop, task<> work) {
    {
        tenon::scope tries(loop);
        tries.spawn(std::move(work));
        unit::ignore(co_await tenon::sleep(1ms));
    }
    unit::ignore(co_await tenon::sleep(5ms));
}

/// An object that its tasks own, and that owns their scope.
template <class Loop>
struct session {
    explicit session(Loop& loop, int& destroyed) : tasks(loop), end(destroyed) {}
    tenon::scope tasks;
    unit::counted_end end;
};

}  // namespace

TEMPLATE_TEST_CASE("scope: destroyed while its task waits in when_all and when_any, the task ends",
                   "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto [local, other_local] = make_pair(loop);
    tenon::event never;
    tenon::channel<int> values(1);
    int ended = 0;
    const auto waits = [](auto& from, auto& with, auto& what, auto& channel,
                          int& count) -> task<void> {
        const unit::counted_end end(count);
        std::array<char, 4> one;
        std::array<char, 4> other;
        static_cast<void>(co_await tenon::when_all(tenon::when_any(from.receive(one), what.wait()),
                                                   with.receive(other, within(1h)),
                                                   channel.receive(within(2h)), tenon::sleep(1h)));
    };
    for (const bool asks : {false, true})
        for (const int turns : {0, 1, 3}) {
            tenon::scope all(loop);
            all.spawn(waits(local, other_local, never, values, ended));
            if (asks)
                all.request_stop();
            for (int turn = 0; turn != turns && !all.empty(); ++turn)
                static_cast<void>(loop.run_ready().has_value());
        }
    CHECK(ended == 6);
}

TEMPLATE_TEST_CASE("scope: owned by its own task, ends with that task and with the loop", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    int destroyed = 0;
    {
        TestType loop;
        {
            const auto holder = std::make_shared<session<TestType>>(loop, destroyed);
            holder->tasks.spawn([](std::shared_ptr<session<TestType>>) -> task<void> {
                unit::expect(co_await tenon::yield());
            }(holder));
        }
        CHECK(destroyed == 0);
        REQUIRE(loop.run());
        CHECK(destroyed == 1);
        tenon::event never;
        for (int count = 0; count != 3; ++count) {
            const auto holder = std::make_shared<session<TestType>>(loop, destroyed);
            holder->tasks.spawn(
                [](std::shared_ptr<session<TestType>>, tenon::event& what) -> task<void> {
                    unit::ignore(co_await what.wait());
                }(holder, never));
        }
    }
    CHECK(destroyed == 4);
}

TEMPLATE_TEST_CASE(
    "within: the limit of a finished wait does not end another wait of the same expression", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto [local, other_local] = make_pair(on.loop);
    on.loop.run([](auto& peer, auto& seen) -> task<void> {
        tenon::channel<int> values(1);
        std::array<char, 8> buffer;
        // A value ends a wait within a limit. The entry of the limit stays in the timer heap.
        const auto feeds = [](auto& into) -> task<void> {
            unit::expect(co_await tenon::yield());
            unit::expect(co_await into.send(0));
        };
        static_cast<void>(co_await tenon::when_all(values.receive(within(50ms)), feeds(values)));
        unit::expect(co_await tenon::yield());
        unit::expect(co_await values.send(7));
        const auto before = seen.time;
        const auto both = std::pair(co_await values.receive(within(50ms)),
                                    co_await peer.receive(buffer, within(1s)));
        CHECK(both.first.has_value());
        CHECK(both.second.error() == unit::timed_out);
        CHECK(seen.time - before >= 1'000'000'000);
        tenon::event set;
        set.set();
        const auto then = seen.time;
        const auto slept = std::pair(co_await set.wait(within(50ms)), co_await tenon::sleep(1s));
        CHECK(slept.first.has_value());
        CHECK(slept.second.has_value());
        CHECK(seen.time - then >= 1'000'000'000);
    }(local, on.seen));
}

TEMPLATE_TEST_CASE("send_to: a task that waits in the queue does not keep others from its socket",
                   "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto socket = tenon::bind<tenon::udp>(loop, "127.0.0.1:0"_v4).value();
    const auto receiver = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    int sent = 0;
    std::error_code error;
    const auto sends = [](auto& from, tenon::ipv4::endpoint to, int& count,
                          std::error_code& error_seen) -> task<void> {
        const auto one = co_await from.send_to("x"_bytes, to);
        if (one)
            ++count;
        else
            error_seen = one.error();
    };
    SECTION("send_to: all tasks send") {
        tenon::scope all(loop);
        for (int count = 0; count != 200; ++count)
            all.spawn(sends(socket, receiver.local_endpoint().value(), sent, error));
        REQUIRE(loop.run());
        CHECK(sent == 200);
        CHECK(error == std::error_code());
    }
    SECTION("close: the descriptor number is reused") {
        tenon::scope all(loop);
        for (int count = 0; count != 200; ++count)
            all.spawn(sends(socket, receiver.local_endpoint().value(), sent, error));
        const int before = sent;
        CHECK(before < 200);
        REQUIRE(socket.close());
        const auto other = tenon::bind<tenon::udp>(loop, "127.0.0.1:0"_v4).value();
        REQUIRE(loop.run());
        CHECK(sent == before);
        CHECK(error == unit::canceled);
    }
    SECTION("scope: the tasks are destroyed, with the socket open or closed") {
        for (const bool closes : {false, true}) {
            auto used = tenon::bind<tenon::udp>(loop, "127.0.0.1:0"_v4).value();
            tenon::scope all(loop);
            for (int count = 0; count != 200; ++count)
                all.spawn(sends(used, receiver.local_endpoint().value(), sent, error));
            if (closes)
                REQUIRE(used.close());
        }
        REQUIRE(loop.run());
    }
}

TEMPLATE_TEST_CASE(
    "within(0s): makes all calls that need not wait, also after many attempts of its task", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto server = tenon::listen<tenon::tcp>(loop, "127.0.0.1:0"_v4).value();
    auto client = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    loop.run([](auto& listener, auto& from) -> task<void> {
        auto accepted = tenon::value(co_await listener.accept());
        for (int round = 0; round != 70; ++round) {
            // The operation needs two calls, because a receive ends at the mark of urgent data.
            REQUIRE(::send(from.native_handle(), "ab", 2, 0) == 2);
            REQUIRE(::send(from.native_handle(), "!", 1, MSG_OOB) == 1);
            REQUIRE(::send(from.native_handle(), "cd", 2, 0) == 2);
            std::array<char, 4> bytes;
            const auto received = co_await accepted.receive_exactly(bytes, within(0s));
            unit::expect(received);
            CHECK(std::string(bytes.data(), 4) == "abcd");
        }
    }(server, client));
}

TEMPLATE_TEST_CASE(
    "receive: on a socket that is closed before the operation begins, fails and does not use the reused number",
    "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto pair = make_pair(loop);
    std::optional<pair_of<TestType>> other;
    loop.run([](TestType& by, auto& used, auto& next) -> task<void> {
        const auto reuses = [](TestType& on, auto& closed, auto& opened) -> task<void> {
            unit::ignore(closed.close());
            opened = make_pair(on);
            unit::expect(co_await opened->second.send_all("secret"_bytes));
            unit::expect(co_await opened->first.send_all("secret"_bytes));
        };
        std::array<char, 8> buffer;
        const auto [none, received] =
            co_await tenon::when_all(reuses(by, used, next), used.receive(buffer));
        CHECK(received.error() == std::errc::bad_file_descriptor);
    }(loop, pair.first, other));
}

TEMPLATE_TEST_CASE(
    "connect: if the socket is moved during the attempt, fails with operation_canceled", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    const auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto socket = tenon::open<tenon::tcp, tenon::ipv4>(loop).value();
    std::error_code error;
    loop.run([](TestType& by, auto& used, auto to, std::error_code& error_seen) -> task<void> {
        tenon::scope all(by);
        all.spawn([](auto& connects, auto endpoint, std::error_code& into) -> task<void> {
            const auto connected = co_await std::move(connects).connect(endpoint);
            into = connected.error();
        }(used, to, error_seen));
        const auto moved = std::move(used);
        co_await all.join();
    }(loop, socket, server.local_endpoint().value(), error));
    CHECK(error == unit::canceled);
}

TEMPLATE_TEST_CASE(
    "when_all, when_any, with_scope: complete in a task that a coroutine of another type awaits",
    "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto first = make_pair(loop);
    auto second = make_pair(loop);
    const auto waits = [](auto& one, auto& other) -> task<int> {
        std::array<char, 1> first_buffer;
        std::array<char, 1> second_buffer;
        const auto [left, right] =
            co_await tenon::when_all(one.receive(first_buffer), other.receive(second_buffer));
        unit::expect(left);
        unit::expect(right);
        const auto any =
            co_await tenon::when_any(one.receive(first_buffer), other.receive(second_buffer));
        CHECK(any.index == 0);
        int caught = 0;
        try {
            co_await tenon::with_scope([&](tenon::scope& both) -> task<void> {
                both.spawn([](auto& from) -> task<void> {
                    std::array<char, 1> byte;
                    unit::expect(co_await from.receive(byte));
                    throw 5;
                }(one));
                const auto received = co_await other.receive(second_buffer);
                CHECK(received.error() == unit::canceled);
            });
        } catch (int thrown) {
            caught = thrown;
        }
        co_return caught;
    };
    const auto theirs = [&](auto& one, auto& other) -> unit::task<int> {
        co_return co_await waits(one, other);
    };
    auto running = theirs(first.first, second.first);
    REQUIRE(::send(second.second.native_handle(), "x", 1, 0) == 1);
    unit::turn(loop);
    for (int count = 0; count != 3; ++count) {
        REQUIRE(::send(first.second.native_handle(), "x", 1, 0) == 1);
        unit::turn(loop);
    }
    REQUIRE(running.done());
    CHECK(running.get() == 5);
}

TEMPLATE_TEST_CASE("buffer_pool: a waiting receiver gets the buffer before later receivers", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto first = make_pair(loop);
    auto second = make_pair(loop);
    tenon::buffer_pool pool(loop, 1, 4);
    const std::string many(4000, 'x');
    REQUIRE(::send(first.second.native_handle(), many.data(), many.size(), 0) == 4000);
    REQUIRE(::send(second.second.native_handle(), many.data(), many.size(), 0) == 4000);
    int greedy = 0;
    int served_at = -1;
    tenon::scope all(loop);
    all.spawn([](auto& from, tenon::buffer_pool& buffers, int& count) -> task<void> {
        for (; count != 500; ++count) {
            const auto received = co_await from.receive(buffers);
            unit::expect(received);
            unit::expect(co_await tenon::yield());
        }
    }(first.first, pool, greedy));
    all.spawn(
        [](auto& from, tenon::buffer_pool& buffers, const int& count, int& when) -> task<void> {
            const auto received = co_await from.receive(buffers);
            unit::expect(received);
            when = count;
        }(second.first, pool, greedy, served_at));
    REQUIRE(loop.run());
    CHECK(greedy == 500);
    CHECK(served_at >= 0);
    CHECK(served_at < 5);
    CHECK(pool.available() == 1);
}

TEMPLATE_TEST_CASE("until: does not end before its time in a turn that takes long", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    const auto compute = [](std::chrono::milliseconds time) {
        for (const auto start = clock_type::now(); clock_type::now() - start < time;)
            std::this_thread::yield();
    };
    tenon::scope all(loop);
    all.spawn([](auto& computes, tenon::scope& tasks) -> task<void> {
        tenon::event never;
        unit::expect(co_await never.wait(within(1ms)),
                     unit::timed_out);  // The loop has read its clock.
        computes(20ms);
        const auto end = clock_type::now() + 30ms;
        unit::expect(co_await never.wait(tenon::until(end)), unit::timed_out);
        CHECK(clock_type::now() >= end);
        tasks.request_stop();
    }(compute, all));
    all.spawn([]() -> task<void> {
        for (;;) {
            const auto slept = co_await tenon::sleep(3ms);
            if (!slept)
                break;
        }
    }());
    REQUIRE(loop.run());
}

TEMPLATE_TEST_CASE(
    "readable: of a loop, on a descriptor that is not open, fails with bad_file_descriptor", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    const auto waits = [](TestType& by, int closed) -> task<tenon::result<void>> {
        co_return co_await by.readable(closed);
    };
    CHECK(loop.run(waits(loop, unit::next_descriptor() + 100)).error() ==
          std::errc::bad_file_descriptor);
    CHECK(loop.run(waits(loop, -1)).error() == std::errc::bad_file_descriptor);
}

TEMPLATE_TEST_CASE("spin: the longest duration saturates", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    loop.spin(std::chrono::hours::max());
    CHECK(loop.run([]() -> task<tenon::result<void>> { co_return co_await tenon::sleep(2ms); }()));
}

TEMPLATE_TEST_CASE(
    "scope: destroyed while its task awaits an operation of another coroutine's expression, the operation ends",
    "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto [local, peer] = make_pair(loop);
    for (const bool is_shielded : {false, true}) {
        INFO("shielded: " << is_shielded);
        loop.run([](auto& by, auto& from, auto& to, bool shield) -> task<> {
            std::array<char, 4> buffer;
            tenon::scope sending(by);
            sending.spawn([](auto& through) -> task<> {
                unit::ignore(co_await tenon::sleep(3ms));
                unit::ignore(co_await through.send_all("x"_bytes));
            }(to));
            if (shield)
                co_await give_up_soon(by, shields(awaits(from.receive(buffer))));
            else
                co_await give_up_soon(by, passes_on(awaits(from.receive(buffer))));
            co_await sending.join();
            // The direction has no waiter, and no data was taken.
            const auto received = co_await from.receive(buffer, within(1s));
            CHECK(received.value().size() == 1);
        }(loop, local, peer, is_shielded));
    }
}

TEMPLATE_TEST_CASE(
    "run: stopped while the task awaits an operation of the caller's expression, the operation ends",
    "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto [local, peer] = make_pair(loop);
    std::array<char, 4> buffer;
    tenon::scope all(loop);
    all.spawn([](TestType& by) -> task<> {
        unit::ignore(co_await tenon::yield());
        by.stop();
    }(loop));
    CHECK_THROWS_AS(loop.run(awaits(local.receive(buffer))), std::system_error);
    static_cast<void>(loop.run_ready().has_value());
}

TEMPLATE_TEST_CASE(
    "scope: destroyed while its task awaits a task of an outer variable, the awaited task does not go on",
    "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto [local, peer] = make_pair(loop);
    bool went_on = false;
    task<> named = [](auto& from, bool& set) -> task<> {
        std::array<char, 4> buffer;
        unit::ignore(co_await from.receive(buffer));
        set = true;
    }(local, went_on);
    {
        tenon::scope all(loop);
        all.spawn([](task<>& work) -> task<> { co_await std::move(work); }(named));
    }
    REQUIRE(::send(peer.native_handle(), "x", 1, 0) == 1);
    for (int turn = 0; turn != 3; ++turn)
        static_cast<void>(loop.run_ready().has_value());
    CHECK_FALSE(went_on);
}

TEMPLATE_TEST_CASE(
    "buffer_pool: if the socket of the next receiver is empty again, the one after it gets the buffer",
    "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto [one, to_one] = make_pair(loop);
    auto [two, to_two] = make_pair(loop);
    loop.run([](auto& by, auto& first, auto& to_first, auto& second, auto& to_second) -> task<> {
        tenon::buffer_pool pool(by, 1, 64);
        value(co_await to_first.send_all("a"_bytes));
        std::optional<tenon::lease> held;
        held.emplace(value(co_await first.receive(pool)));
        value(co_await to_first.send_all("b"_bytes));
        const auto take = [](auto& from, tenon::buffer_pool& out_of, int& count) -> task<> {
            const auto received = co_await from.receive(out_of);
            count += received && !received->empty() ? 1 : 0;
        };
        tenon::scope all(by);
        int by_first = 0;
        int by_second = 0;
        all.spawn(take(first, pool, by_first));
        // Another task empties the socket, and the loop knows that it is empty.
        std::array<char, 8> bytes;
        unit::expect(co_await first.receive(bytes, within(0s)));
        unit::expect(co_await first.receive(bytes, within(0s)), std::errc::timed_out);
        held.reset();
        value(co_await to_second.send_all("c"_bytes));
        all.spawn(take(second, pool, by_second));
        unit::ignore(co_await tenon::sleep(10ms));
        CHECK(by_second == 1);
        CHECK(by_first == 0);
        all.request_stop();
        co_await all.join();
    }(loop, one, to_one, two, to_two));
}

TEST_CASE(
    "scope: if a task joins its own scope, run reports the deadlock, and request_stop returns") {
    tenon::poll_loop loop;
    tenon::scope all(loop);
    const auto joins = [](tenon::scope& joined) -> task<> { co_await joined.join(); };
    all.spawn(joins(all));
    CHECK(loop.run().error() == std::errc::resource_deadlock_would_occur);
    all.request_stop();
    CHECK(all.stop_requested());
}

TEMPLATE_TEST_CASE(
    "basic_loop: destroyed before its scopes, a task that a destroyed task spawns is destroyed, too",
    "", tenon::epoll_loop, tenon::poll_loop) {
    struct spawner_on_destruction {
        spawner_on_destruction(tenon::scope& into, int& count) noexcept
            : last(into), ended(count) {}
        spawner_on_destruction(const spawner_on_destruction&) = delete;
        ~spawner_on_destruction() {
            last.spawn([](int& count) -> task<> {
                const unit::counted_end end(count);
                unit::ignore(co_await tenon::sleep(1s));
            }(ended));
        }
        tenon::scope& last;
        int& ended;
    };
    int ended = 0;
    std::optional<tenon::scope> tasks;
    std::optional<tenon::scope> last;
    {
        TestType loop;
        tasks.emplace(loop);
        last.emplace(loop);
        tasks->spawn([](tenon::scope& into, int& count) -> task<> {
            const spawner_on_destruction end(into, count);
            unit::ignore(co_await tenon::sleep(1s));
        }(*last, ended));
    }
    CHECK(ended == 1);
}

TEMPLATE_TEST_CASE("receive: within(0s) fails with timed_out while another receive waits", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto [local, peer] = make_pair(loop);
    loop.run([](auto& from) -> task<> {
        std::array<char, 4> first;
        std::array<char, 4> second;
        auto [waited, at_once] = co_await tenon::when_all(from.receive(first, within(5ms)),
                                                          from.receive(second, within(0s)));
        CHECK(waited.error() == std::errc::timed_out);
        CHECK(at_once.error() == std::errc::timed_out);
    }(local));
}
