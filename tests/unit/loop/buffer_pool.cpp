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
static_assert(std::is_convertible_v<lease&, tenon::mutable_bytes> &&
              std::is_convertible_v<const lease&, tenon::mutable_bytes> &&
              std::is_convertible_v<const lease&, tenon::const_bytes> &&
              std::is_convertible_v<lease, tenon::const_bytes>);
// A view that is written to would outlive the buffer of a temporary lease.
static_assert(!std::is_convertible_v<lease, tenon::mutable_bytes>);

namespace {

template <class Bytes>
void expect_size(const Bytes& received, std::size_t size) {
    CHECK(received.size() == size);
}

template <class Loop>
auto pair_of(Loop& loop) {
    return tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
}

}  // namespace

TEMPLATE_TEST_CASE(
    "buffer_pool: a buffer is taken when data arrives, and returns with the end of the lease", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    buffer_pool pool(loop, 2, 10);
    CHECK(pool.count() == 2);
    CHECK(pool.buffer_size() == 10);
    loop.run([](TestType& by, buffer_pool& from) -> task<> {
        auto [local, peer] = pair_of(by);
        expect(co_await local.receive(from, within(1ms)), std::errc::timed_out);
        CHECK(from.available() == 2);
        value(co_await peer.send_all("hello"_bytes));
        {
            lease first = value(co_await local.receive(from));
            CHECK(as_text(first.bytes()) == "hello");
            CHECK(from.available() == 1);
            lease moved = std::move(first);
            CHECK(first.empty());
            CHECK(moved.size() == 5);
            CHECK(from.available() == 1);
            // The bytes of a lease can be written and sent. (GCC warns of a conversion for which
            // there are two ways.)
            const tenon::mutable_bytes written = moved;
            const tenon::const_bytes sent = moved;
            CHECK(sent.data() == written.data());
            CHECK(sent.size() == 5);
            *written.data() = std::byte{'j'};
            value(co_await peer.send_all(moved));
            value(co_await local.send_all(moved));
            lease other = value(co_await peer.receive(from));
            CHECK(as_text(other.bytes()) == "jello");
            CHECK(from.available() == 0);
            moved = std::move(other);
            CHECK(from.available() == 1);
        }
        CHECK(from.available() == 2);
        // Data longer than a buffer is received in several leases.
        std::array<std::byte, 64> rest;
        value(co_await local.receive(rest));
        value(co_await peer.send_all("0123456789abc"_bytes));
        expect_size(value(co_await local.receive(from)), 10);
        expect_size(value(co_await local.receive(from)), 3);
        value(peer.close());
        expect_size(value(co_await local.receive(from)), 0);
        expect_size(value(co_await local.receive(from)), 0);
        CHECK(from.available() == 2);
        CHECK(from.times_exhausted() == 0);
    }(loop, pool));
}

TEMPLATE_TEST_CASE(
    "buffer_pool: if the pool is exhausted, receives wait in their order and are counted", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    buffer_pool pool(loop, 1, 16);
    loop.run([](TestType& by, buffer_pool& from) -> task<> {
        auto [first_local, first_peer] = pair_of(by);
        auto [second_local, second_peer] = pair_of(by);
        value(co_await first_peer.send_all("first"_bytes));
        value(co_await second_peer.send_all("second"_bytes));
        std::vector<int> order;
        const auto receiver = [](auto& socket, buffer_pool& source, std::vector<int>& into,
                                 int number) -> task<> {
            const lease received = value(co_await socket.receive(source));
            into.push_back(number);
            value(co_await tenon::yield());
        };
        co_await tenon::with_scope([&](tenon::scope& tasks) -> task<> {
            lease held = value(co_await first_local.receive(from));
            expect(co_await second_local.receive(from, within(1ms)), std::errc::timed_out);
            CHECK(from.times_exhausted() == 1);
            value(co_await first_peer.send_all("third"_bytes));
            tasks.spawn(receiver(first_local, from, order, 1));
            tasks.spawn(receiver(second_local, from, order, 2));
            value(co_await tenon::yield());
            CHECK(order.empty());
            CHECK(from.times_exhausted() == 3);
            held = lease();
        });
        CHECK(order == std::vector<int>{1, 2});
        CHECK(from.available() == 1);
    }(loop, pool));
}

TEMPLATE_TEST_CASE("buffer_pool: a wait for a buffer ends on stop, close and destruction", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    buffer_pool pool(loop, 1, 16);
    loop.run([](TestType& by, buffer_pool& from) -> task<> {
        auto [first_local, first_peer] = pair_of(by);
        auto [second_local, second_peer] = pair_of(by);
        value(co_await first_peer.send_all("x"_bytes));
        value(co_await second_peer.send_all("y"_bytes));
        const lease held = value(co_await first_local.receive(from));
        std::error_code error;
        const auto receiver = [](auto& socket, buffer_pool& source,
                                 std::error_code& into) -> task<> {
            into = unit::error_of(co_await socket.receive(source));
        };
        {
            tenon::scope stopped(by);
            stopped.spawn(receiver(second_local, from, error));
            stopped.request_stop();
            co_await stopped.join();
            CHECK(error == std::errc::operation_canceled);
        }
        {
            tenon::scope destroyed(by);
            destroyed.spawn(receiver(second_local, from, error));
        }
        {
            error.clear();
            tenon::scope closed(by);
            closed.spawn(receiver(second_local, from, error));
            value(second_local.close());
            co_await closed.join();
            CHECK(error == std::errc::operation_canceled);
        }
        CHECK(from.available() == 0);
    }(loop, pool));
    CHECK(pool.available() == 1);
}

TEST_CASE(
    "buffer_pool: without buffers, with empty buffers or with too many, each operation is refused") {
    tenon::epoll_loop loop;
    buffer_pool no_buffers(loop, 0, 16);
    buffer_pool no_size(loop, 16, 0);
    buffer_pool too_large(loop, SIZE_MAX / 4, 64);
    loop.run([](tenon::epoll_loop& by, buffer_pool& first, buffer_pool& second,
                buffer_pool& third) -> task<> {
        auto [local, peer] = pair_of(by);
        std::array<std::byte, 4> unused_buffer;
        expect(co_await local.receive(unused_buffer, tenon::within(1ms)), std::errc::timed_out);
        expect(co_await local.receive(first),
               std::errc::invalid_argument);  // Refused before the wait.
        value(co_await peer.send_all("x"_bytes));
        expect(co_await local.receive(first), std::errc::invalid_argument);
        expect(co_await local.receive(second), std::errc::invalid_argument);
        expect(co_await local.receive(third), std::errc::not_enough_memory);
        std::array<std::byte, 4> buffer;
        expect_size(value(co_await local.receive(buffer)), 1);
    }(loop, no_buffers, no_size, too_large));
}
