// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/task.hpp>

#include <pthread.h>

#include <cstddef>
#include <memory>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#include <tenon/base/result.hpp>

using tenon::errc;
using tenon::failure;
using tenon::result;
using unit::task;

namespace {

task<int> sum_of(int rounds) {
    int sum = 0;
    for (int round = 0; round != rounds; ++round) {
        const result<int> one = co_await result<int>(1);
        sum += *one;
        if (!co_await result<void>())
            co_return -1;
        if (co_await result<int>(failure(EPIPE)))
            co_return -2;
    }
    co_return sum;
}

/// The shape of code that serves every driver: what is awaited may be a result or an awaiter of one.
template <class Awaited>
task<std::string> words_of(Awaited awaited) {
    co_return tenon::value(co_await std::move(awaited));
}

}  // namespace

TEST_CASE("a result is awaited at once") {
    task<int> summing = sum_of(3);
    CHECK(summing.done());
    CHECK(summing.get() == 3);
}

TEST_CASE("what is awaited is the result itself, in a template too") {
    CHECK(words_of(result<std::string>("words")).get() == "words");
    task<std::string> failed = words_of(result<std::string>(failure(errc::wrong_socket_type)));
    CHECK(failed.done());
    CHECK_THROWS_AS(failed.get(), std::system_error);
}

TEST_CASE("a value that only moves is awaited") {
    const auto awaiting = []() -> task<int> {
        const std::unique_ptr<int> held = tenon::value(co_await result<std::unique_ptr<int>>(std::make_unique<int>(9)));
        co_return *held;
    };
    CHECK(awaiting().get() == 9);
}

namespace {

template <class T>
concept awaitable = requires { std::declval<T>().operator co_await(); };

}  // namespace

TEST_CASE("a result is awaited as an rvalue, as an awaiter is") {
    STATIC_REQUIRE(awaitable<result<int>>);
    STATIC_REQUIRE_FALSE(awaitable<result<int>&>);
    STATIC_REQUIRE(awaitable<result<void>>);
    STATIC_REQUIRE_FALSE(awaitable<result<void>&>);
}

TEST_CASE("a million awaits run in constant stack") {
    // Three million frames of whatever size do not fit into this.
    constexpr std::size_t buffer = 512 * 1024;
    pthread_attr_t small = {};
    REQUIRE(pthread_attr_init(&small) == 0);
    REQUIRE(pthread_attr_setstacksize(&small, buffer) == 0);
    int sum = 0;
    pthread_t runner = {};
    const auto run = [](void* into) -> void* {
        *static_cast<int*>(into) = sum_of(1'000'000).get();
        return nullptr;
    };
    REQUIRE(pthread_create(&runner, &small, run, &sum) == 0);
    REQUIRE(pthread_join(runner, nullptr) == 0);
    CHECK(pthread_attr_destroy(&small) == 0);
    CHECK(sum == 1'000'000);
}
