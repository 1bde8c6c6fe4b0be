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

/// The form of code for every driver: `awaited` is a result, or an awaiter that returns one.
template <class Awaited>
task<std::string> words_of(Awaited awaited) {
    co_return tenon::value(co_await std::move(awaited));
}

}  // namespace

TEST_CASE("co_await: a result does not suspend") {
    task<int> summing = sum_of(3);
    CHECK(summing.done());
    CHECK(summing.get() == 3);
}

TEST_CASE("co_await: returns the result itself, in a template too") {
    CHECK(words_of(result<std::string>("words")).get() == "words");
    task<std::string> failed = words_of(result<std::string>(failure(errc::wrong_socket_type)));
    CHECK(failed.done());
    CHECK_THROWS_AS(failed.get(), std::system_error);
}

TEST_CASE("co_await: a result with a move-only value is moved") {
    const auto awaiting = []() -> task<int> {
        const std::unique_ptr<int> held =
            tenon::value(co_await result<std::unique_ptr<int>>(std::make_unique<int>(9)));
        co_return *held;
    };
    CHECK(awaiting().get() == 9);
}

namespace {

template <class T>
concept awaitable = requires { std::declval<T>().operator co_await(); };

}  // namespace

TEST_CASE("co_await: requires an rvalue, as for an awaiter") {
    STATIC_REQUIRE(awaitable<result<int>>);
    STATIC_REQUIRE_FALSE(awaitable<result<int>&>);
    STATIC_REQUIRE(awaitable<result<void>>);
    STATIC_REQUIRE_FALSE(awaitable<result<void>&>);
}

TEST_CASE("co_await: a million awaits use constant stack space") {
    // Three million stack frames of any size do not fit into this stack.
    constexpr std::size_t stack_size = 512 * 1024;
    pthread_attr_t attributes = {};
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstacksize(&attributes, stack_size) == 0);
    int sum = 0;
    pthread_t thread = {};
    const auto run = [](void* argument) -> void* {
        *static_cast<int*>(argument) = sum_of(1'000'000).get();
        return nullptr;
    };
    REQUIRE(pthread_create(&thread, &attributes, run, &sum) == 0);
    REQUIRE(pthread_join(thread, nullptr) == 0);
    CHECK(pthread_attr_destroy(&attributes) == 0);
    CHECK(sum == 1'000'000);
}
