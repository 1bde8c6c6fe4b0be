// SPDX-License-Identifier: BSL-1.0

// A stop request of a scope: it ends the current waits of its tasks, at any depth, and all later
// ones.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;

namespace {

using errors = std::vector<std::error_code>;

task<void> wait_nested(int depth, tenon::event& awaited, errors& results) {
    if (depth != 0)
        co_return co_await wait_nested(depth - 1, awaited, results);
    results.push_back(unit::error_of(co_await awaited.wait()));
    results.push_back(unit::error_of(co_await awaited.wait()));
}
[[nodiscard]] bool all_canceled(const errors& results, std::size_t count) {
    bool all = results.size() == count;
    for (const std::error_code& each : results)
        all = all && each == unit::canceled;
    return all;
}

}  // namespace

TEMPLATE_TEST_CASE(
    "request_stop: ends the wait of a task a thousand tasks deep, and its later waits", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    errors results;
    tenon::scope all(on.loop);
    all.spawn(wait_nested(1'000, never, results));
    unit::turn(on.loop);
    all.request_stop();
    // The request reaches the task through the queue of the loop.
    CHECK(results.empty());
    CHECK(on.loop.run().has_value());
    CHECK(all_canceled(results, 2));
    // A task that is spawned later is stopped from the beginning.
    all.spawn(wait_nested(3, never, results));
    CHECK(all.empty());
    CHECK(all_canceled(results, 4));
}

TEMPLATE_TEST_CASE("request_stop: ends each kind of wait", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    auto server = tenon::listen<tenon::tcp>(on.loop, "127.0.0.1:0"_v4).value();
    tenon::event never;
    tenon::channel<int> empty(1);
    tenon::channel<int> full(1);
    errors results;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, errors& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto received = co_await from.receive(buffer);
        into.push_back(received.error());
    }(local, results));
    all.spawn([](auto& to, errors& into) -> task<void> {
        const std::vector<std::byte> data(8 << 20);
        const auto sent = co_await to.send_all(data);
        into.push_back(sent.error());
    }(local, results));
    all.spawn([](auto& from, errors& into) -> task<void> {
        const auto accepted = co_await from.accept();
        into.push_back(accepted.error());
    }(server, results));
    all.spawn([](tenon::event& awaited, errors& into) -> task<void> {
        into.push_back(unit::error_of(co_await awaited.wait(tenon::within(1h))));
    }(never, results));
    all.spawn([](tenon::channel<int>& from, errors& into) -> task<void> {
        into.push_back(unit::error_of(co_await from.receive()));
    }(empty, results));
    all.spawn([](tenon::channel<int>& to, errors& into) -> task<void> {
        unit::expect(co_await to.send(1));
        into.push_back(unit::error_of(co_await to.send(2)));
    }(full, results));
    all.spawn([](errors& into) -> task<void> {
        into.push_back(unit::error_of(co_await tenon::sleep(1h)));
    }(results));
    unit::turn(on.loop);
    CHECK(results.empty());
    all.spawn([](errors& into) -> task<void> {
        into.push_back(unit::error_of(co_await tenon::yield()));
    }(results));
    all.request_stop();
    all.request_stop();
    CHECK(results.empty());
    CHECK(on.loop.run().has_value());
    CHECK(all_canceled(results, 8));
    CHECK(full.size() == 1);
}

TEMPLATE_TEST_CASE("request_stop: an operation that could complete at once is not performed", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    REQUIRE(::send(peer.native_handle(), "one", 3, 0) == 3);
    std::string text;
    const auto receive_text = [](auto& from) -> task<std::string> {
        std::array<std::byte, 8> buffer;
        co_return unit::text_of(co_await from.receive(buffer));
    };
    {
        tenon::scope all(on.loop);
        all.request_stop();
        all.spawn([](auto read, auto& from, std::string& into) -> task<void> {
            into = co_await read(from);
        }(receive_text, local, text));
        CHECK(text == "(Operation canceled)");
        // The request also stops the tasks of when_all and with_scope, from their beginning.
        all.spawn([](auto read, auto& from, std::string& into) -> task<void> {
            into = std::get<0>(co_await tenon::when_all(read(from)));
        }(receive_text, local, text));
        CHECK(text == "(Operation canceled)");
        all.spawn([](auto read, auto& from, std::string& into) -> task<void> {
            into = co_await tenon::with_scope([&](tenon::scope& inner) -> task<std::string> {
                CHECK(inner.stop_requested());
                co_return co_await read(from);
            });
        }(receive_text, local, text));
        CHECK(text == "(Operation canceled)");
        CHECK(all.empty());
    }
    // The bytes are still in the socket.
    CHECK(on.loop.run(receive_text(local)) == "one");
}

TEMPLATE_TEST_CASE(
    "request_stop: ends the tasks of when_all, when_any, with_scope and a joined scope", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    errors results;
    tenon::scope all(on.loop);
    all.spawn([](tenon::event& awaited, errors& into) -> task<void> {
        const auto both_results =
            co_await tenon::when_all(wait_nested(2, awaited, into), wait_nested(0, awaited, into));
        static_cast<void>(both_results);
    }(never, results));
    all.spawn([](tenon::event& awaited, errors& into) -> task<void> {
        const auto first_result =
            co_await tenon::when_any(wait_nested(2, awaited, into), wait_nested(0, awaited, into));
        static_cast<void>(first_result);
    }(never, results));
    all.spawn([](tenon::event& awaited, errors& into) -> task<void> {
        co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
            inner.spawn(wait_nested(1, awaited, into));
            co_await wait_nested(1, awaited, into);
        });
    }(never, results));
    all.spawn([](TestType& loop, tenon::event& awaited, errors& into) -> task<void> {
        tenon::scope inner(loop);
        inner.spawn(wait_nested(1, awaited, into));
        co_await inner.join();
    }(on.loop, never, results));
    unit::turn(on.loop);
    CHECK(results.empty());
    all.request_stop();
    CHECK(on.loop.run().has_value());
    CHECK(all_canceled(results, 14));
}

TEMPLATE_TEST_CASE("shielded: a shielded task is not stopped, the later waits of its caller are",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    errors results;
    tenon::event released;
    tenon::scope all(on.loop);
    all.spawn([](tenon::event& awaited, errors& into) -> task<void> {
        // The three waits are before, during and after the request.
        co_await tenon::shielded([](tenon::event& inner_event, errors& errors_seen) -> task<void> {
            errors_seen.push_back(unit::error_of(co_await inner_event.wait()));
            errors_seen.push_back(unit::error_of(co_await tenon::sleep(1ms)));
            co_await tenon::shielded([](errors& inner) -> task<void> {
                inner.push_back(unit::error_of(co_await tenon::yield()));
            }(errors_seen));
        }(awaited, into));
        into.push_back(unit::error_of(co_await tenon::yield()));
        into.push_back(co_await tenon::shielded([]() -> task<std::error_code> {
            co_return unit::error_of(co_await tenon::yield());
        }()));
    }(released, results));
    unit::turn(on.loop);
    all.request_stop();
    unit::turn(on.loop);
    CHECK(results.empty());
    released.set();
    CHECK(on.loop.run().has_value());
    REQUIRE(results.size() == 5);
    CHECK_FALSE(results[0]);
    CHECK_FALSE(results[1]);
    CHECK_FALSE(results[2]);
    CHECK(results[3] == unit::canceled);
    CHECK_FALSE(results[4]);
}

TEMPLATE_TEST_CASE("request_stop: a value or an event before the request is delivered", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::channel<int> values(1);
    tenon::event happened;
    int received = 0;
    errors results;
    tenon::scope all(on.loop);
    all.spawn([](tenon::channel<int>& from, int& into) -> task<void> {
        const auto value = co_await from.receive();
        into = value.value_or(-1);
    }(values, received));
    all.spawn([](tenon::event& awaited, errors& into) -> task<void> {
        into.push_back(unit::error_of(co_await awaited.wait()));
    }(happened, results));
    const auto send_and_request_stop = [](tenon::channel<int>& to, tenon::event& awaited,
                                          tenon::scope& stopped) -> task<void> {
        unit::expect(co_await to.send(7));
        awaited.set();
        stopped.request_stop();
    };
    on.loop.run(send_and_request_stop(values, happened, all));
    CHECK(on.loop.run().has_value());
    CHECK(received == 7);
    REQUIRE(results.size() == 1);
    CHECK_FALSE(results[0]);
}

TEMPLATE_TEST_CASE("request_stop: by the task itself, its next wait ends with operation_canceled",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::error_code error;
    tenon::scope all(on.loop);
    all.spawn([](tenon::scope& tasks, std::error_code& into) -> task<void> {
        unit::expect(co_await tenon::yield());
        tasks.request_stop();
        into = unit::error_of(co_await tenon::sleep(1h));
    }(all, error));
    CHECK(on.loop.run().has_value());
    CHECK(error == unit::canceled);
}
