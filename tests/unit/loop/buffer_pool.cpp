// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::as_text;
using tenon::buffer_pool;
using tenon::lease;
using tenon::task;
using tenon::within;
using unit::expect;

static_assert(tenon::buffer_source<buffer_pool> && !tenon::buffer_source<tenon::mutable_bytes>);
static_assert(std::is_nothrow_move_constructible_v<lease> && !std::is_copy_constructible_v<lease>);
static_assert(std::is_convertible_v<lease&, tenon::mutable_bytes> && std::is_convertible_v<const lease&, tenon::const_bytes>);

namespace {

template <class Bytes>
void expect_size(const Bytes& got, std::size_t size) {
    CHECK(got.size() == size);
}

template <class Loop>
auto pair_of(Loop& loop) {
    return tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
}

}  // namespace

TEMPLATE_TEST_CASE("receive of a pool: a buffer is taken when there is something, and comes back", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    buffer_pool pool(loop, 2, 10);
    CHECK(pool.count() == 2);
    CHECK(pool.buffer_size() == 10);
    loop.run([](TestType& by, buffer_pool& from) -> task<> {
        auto [near, far] = pair_of(by);
        expect(co_await near.receive(from, within(1ms)), std::errc::timed_out);
        CHECK(from.available() == 2);
        value(co_await far.send_all("hello"_bytes));
        {
            lease first = value(co_await near.receive(from));
            CHECK(as_text(first.bytes()) == "hello");
            CHECK(from.available() == 1);
            lease moved = std::move(first);
            CHECK(first.empty());
            CHECK(moved.size() == 5);
            CHECK(from.available() == 1);
            // It can be sent, and written to.
            *moved.data() = std::byte{'j'};
            value(co_await far.send_all(moved));
            value(co_await near.send_all(moved));
            lease other = value(co_await far.receive(from));
            CHECK(as_text(other.bytes()) == "jello");
            CHECK(from.available() == 0);
            moved = std::move(other);
            CHECK(from.available() == 1);
        }
        CHECK(from.available() == 2);
        // More than a buffer comes in several.
        std::array<std::byte, 64> rest;
        value(co_await near.receive(rest));
        value(co_await far.send_all("0123456789abc"_bytes));
        expect_size(value(co_await near.receive(from)), 10);
        expect_size(value(co_await near.receive(from)), 3);
        value(far.close());
        expect_size(value(co_await near.receive(from)), 0);
        expect_size(value(co_await near.receive(from)), 0);
        CHECK(from.available() == 2);
        CHECK(from.times_exhausted() == 0);
    }(loop, pool));
}

TEMPLATE_TEST_CASE("receive of a pool: an exhausted one waits, each in its turn, and counts it", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    buffer_pool pool(loop, 1, 16);
    loop.run([](TestType& by, buffer_pool& from) -> task<> {
        auto [a, b] = pair_of(by);
        auto [c, d] = pair_of(by);
        value(co_await b.send_all("first"_bytes));
        value(co_await d.send_all("second"_bytes));
        std::vector<int> order;
        const auto receiver = [](auto& socket, buffer_pool& source, std::vector<int>& into, int number) -> task<> {
            const lease got = value(co_await socket.receive(source));
            into.push_back(number);
            value(co_await tenon::yield());
        };
        co_await tenon::with_scope([&](tenon::scope& tasks) -> task<> {
            lease held = value(co_await a.receive(from));
            expect(co_await c.receive(from, within(1ms)), std::errc::timed_out);
            CHECK(from.times_exhausted() == 1);
            value(co_await b.send_all("third"_bytes));
            tasks.spawn(receiver(a, from, order, 1));
            tasks.spawn(receiver(c, from, order, 2));
            value(co_await tenon::yield());
            CHECK(order.empty());
            CHECK(from.times_exhausted() == 3);
            held = lease();
        });
        CHECK(order == std::vector<int>{1, 2});
        CHECK(from.available() == 1);
    }(loop, pool));
}

TEMPLATE_TEST_CASE("receive of a pool: what waits for a buffer is stopped, closed and destroyed", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    buffer_pool pool(loop, 1, 16);
    loop.run([](TestType& by, buffer_pool& from) -> task<> {
        auto [a, b] = pair_of(by);
        auto [c, d] = pair_of(by);
        value(co_await b.send_all("x"_bytes));
        value(co_await d.send_all("y"_bytes));
        const lease held = value(co_await a.receive(from));
        std::error_code error;
        const auto receiver = [](auto& socket, buffer_pool& source, std::error_code& into) -> task<> {
            into = unit::error_of(co_await socket.receive(source));
        };
        {
            tenon::scope stopped(by);
            stopped.spawn(receiver(c, from, error));
            stopped.request_stop();
            co_await stopped.join();
            CHECK(error == std::errc::operation_canceled);
        }
        {
            tenon::scope destroyed(by);
            destroyed.spawn(receiver(c, from, error));
        }
        {
            error.clear();
            tenon::scope closed(by);
            closed.spawn(receiver(c, from, error));
            value(c.close());
            co_await closed.join();
            CHECK(error == std::errc::operation_canceled);
        }
        CHECK(from.available() == 0);
    }(loop, pool));
    CHECK(pool.available() == 1);
}

TEST_CASE("buffer_pool: no buffers, buffers of no size, and more than there is memory for are refused by each operation") {
    tenon::epoll_loop loop;
    buffer_pool none(loop, 0, 16);
    buffer_pool empty(loop, 16, 0);
    buffer_pool immense(loop, SIZE_MAX / 4, 64);
    loop.run([](tenon::epoll_loop& by, buffer_pool& first, buffer_pool& second, buffer_pool& third) -> task<> {
        auto [near, far] = pair_of(by);
        std::array<std::byte, 4> none_yet;
        expect(co_await near.receive(none_yet, tenon::within(1ms)), std::errc::timed_out);
        expect(co_await near.receive(first), std::errc::invalid_argument);  // Before it would wait.
        value(co_await far.send_all("x"_bytes));
        expect(co_await near.receive(first), std::errc::invalid_argument);
        expect(co_await near.receive(second), std::errc::invalid_argument);
        expect(co_await near.receive(third), std::errc::not_enough_memory);
        std::array<std::byte, 4> buffer;
        expect_size(value(co_await near.receive(buffer)), 1);
    }(loop, none, empty, immense));
}
