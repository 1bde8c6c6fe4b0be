// SPDX-License-Identifier: BSL-1.0
#include <support/background.hpp>
#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>

#include <poll.h>
#include <signal.h>
#include <sys/resource.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <tenon.hpp>

using tenon::stop_source;
using tenon::stop_token;
using tenon::within;
using unit::closes_on_exec;
using unit::is_open;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

bool is_readable(int descriptor) {
    pollfd one = {descriptor, POLLIN, 0};
    return ::poll(&one, 1, 0) == 1;
}

/// The lowest descriptor that is free: the next that the system gives.
int next_descriptor() {
    const unit::owned next = ::dup(STDERR_FILENO);
    return next;
}

/// While it lives there is no descriptor to be had (RLIMIT_NOFILE).
class no_descriptors {
public:
    no_descriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit none = {static_cast<rlim_t>(next_descriptor()), before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    no_descriptors(const no_descriptors&) = delete;
    ~no_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_ = {};
};

/// A system whose events are pipes, as where there is no eventfd(2).
struct piping : tenon::os::native {
    static std::ptrdiff_t open_event(tenon::os::descriptor (&ends)[2]) noexcept { return ::pipe2(ends, O_CLOEXEC); }
};

auto pair() {
    return tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
}

}  // namespace

TEST_CASE("a request is made once, and is there for good") {
    const stop_source source;
    const stop_token token = source.token();
    CHECK_FALSE(source.stop_requested());
    CHECK_FALSE(token.stop_requested());
    CHECK_FALSE(is_readable(token.native_handle().value()));
    CHECK(source.request_stop());
    CHECK_FALSE(source.request_stop());
    CHECK(source.stop_requested());
    CHECK(token.stop_requested());
    CHECK(source.token().stop_requested());
    CHECK(is_readable(token.native_handle().value()));
    CHECK(is_readable(token.native_handle().value()));
    CHECK(closes_on_exec(token.native_handle().value()));
}

TEST_CASE("copies of a source are the same source") {
    const stop_source source;
    stop_source copy = source;
    const stop_source other;
    CHECK(copy.token().native_handle().value() == source.token().native_handle().value());
    CHECK(copy.request_stop());
    CHECK(source.stop_requested());
    CHECK_FALSE(other.stop_requested());
    copy = other;
    CHECK_FALSE(copy.stop_requested());
    copy.request_stop();
    CHECK(other.stop_requested());
    // A source that was moved from is a source still.
    stop_source taken = std::move(copy);
    CHECK(copy.stop_requested());
    copy = *&copy;
    CHECK(copy.stop_requested());
}

TEST_CASE("tokens are copied, moved, assigned, and may stop nothing") {
    const stop_source source;
    stop_token none;
    CHECK_FALSE(none.stop_requested());
    CHECK(none.native_handle().value() == tenon::os::no_descriptor);
    stop_token token = source.token();
    stop_token copy = token;
    stop_token moved = std::move(token);
    CHECK(token.native_handle().value() == tenon::os::no_descriptor);
    none = copy;
    copy = *&copy;
    source.request_stop();
    CHECK(none.stop_requested());
    CHECK(copy.stop_requested());
    CHECK(moved.stop_requested());
    CHECK_FALSE(token.stop_requested());
}

TEST_CASE("the descriptor is there while a source or a token is, and no longer") {
    stop_token last;
    int descriptor = -1;
    {
        std::optional<stop_source> source(std::in_place);
        const stop_source copy = *source;
        descriptor = source->token().native_handle().value();
        source.reset();
        CHECK(is_open(descriptor));
        last = copy.token();
        copy.request_stop();
    }
    // It outlives its source, and still stops.
    CHECK(is_open(descriptor));
    auto [near, far] = pair();
    std::array<std::byte, 8> buffer;
    CHECK(near.receive(buffer, last).error() == std::errc::operation_canceled);
    last = stop_token();
    CHECK_FALSE(is_open(descriptor));

    const int before = next_descriptor();
    for (int time = 0; time != 100; ++time)
        static_cast<void>(stop_source().token().stop_requested());
    CHECK(next_descriptor() == before);
}

TEST_CASE("a pipe stands in where there is nothing better, and both ends are closed") {
    const int before = next_descriptor();
    {
        const tenon::basic_stop_source<piping> source;
        const stop_token token = source.token();
        CHECK_FALSE(is_readable(token.native_handle().value()));
        auto both = pair();
        auto& near = both.first;
        std::array<std::byte, 8> buffer;
        support::background waiting([&] { return near.receive(buffer, token).error() == std::errc::operation_canceled; });
        REQUIRE(waiting.sleeps());
        CHECK(source.request_stop());
        CHECK(waiting.answer());
        CHECK(is_readable(token.native_handle().value()));
    }
    CHECK(next_descriptor() == before);
}

TEST_CASE("stop source: no descriptor before a blocking wait asks for one, then one for all") {
    const int before = next_descriptor();
    const stop_source source;
    const stop_token token = source.token();
    auto [near, far] = pair();
    const int with_sockets = next_descriptor();
    std::array<std::byte, 8> buffer;
    REQUIRE(far.send_all("hello"_bytes));
    CHECK(near.receive(buffer, token));
    CHECK(near.receive(buffer, within(0s), token).error() == std::errc::timed_out);
    // One, or the two of a pipe.
    const int with_event = next_descriptor();
    CHECK(with_event > with_sockets);
    CHECK(near.receive(buffer, within(1ms), token).error() == std::errc::timed_out);
    CHECK(next_descriptor() == with_event);
    CHECK(token.native_handle().value() == with_sockets);
    CHECK(before < with_sockets);
}

TEST_CASE("stop token: without a descriptor to be had, an operation that has to wait reports it") {
    auto [near, far] = pair();
    const auto ready = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    const stop_source source;
    const stop_token token = source.token();
    std::array<std::byte, 8> buffer;
    REQUIRE(far.send_all("hello"_bytes));
    // What is checked is kept until there are descriptors again: UBSan needs some to look at an object's type.
    std::vector<std::error_code> errors;
    std::string received;
    {
        const no_descriptors shortage;
        errors.push_back(token.native_handle().error());
        // It needs none if there is nothing to wait for.
        if (const auto got = near.receive(buffer, token))
            received = tenon::as_text(*got);
        errors.push_back(near.receive(buffer, token).error());
        errors.push_back(near.receive(buffer, within(1s), token).error());
        errors.push_back(tenon::wait_any(tenon::readable, ready, token).error());
    }
    CHECK(received == "hello");
    for (const std::error_code& each : errors)
        CHECK(each == std::errc::too_many_files_open);
    CHECK_FALSE(token.stop_requested());
    // The next one tries again.
    CHECK(near.receive(buffer, within(1ms), token).error() == std::errc::timed_out);
    // A request leaves errno alone.
    errno = 0;
    const bool first = source.request_stop();
    const int after = errno;
    CHECK(first);
    CHECK(after == 0);
    CHECK(near.receive(buffer, token).error() == std::errc::operation_canceled);
}

namespace {

/// Counts its notifications.
struct counting_subscriber : tenon::stop_subscriber {
    counting_subscriber()
        : stop_subscriber([](stop_subscriber& self) noexcept { ++static_cast<counting_subscriber&>(self).notified; }) {}
    std::atomic<int> notified = 0;
};

}  // namespace

TEST_CASE("stop subscriber: notified once, in the requesting thread, without a descriptor") {
    const int before = next_descriptor();
    const stop_source source;
    const stop_token token = source.token();
    counting_subscriber first;
    counting_subscriber second;
    counting_subscriber gone;
    REQUIRE(token.subscribe(first));
    REQUIRE(token.subscribe(gone));
    REQUIRE(source.token().subscribe(second));
    token.unsubscribe(gone);
    token.unsubscribe(gone);  // Of no effect.
    CHECK(first.notified == 0);
    CHECK(source.request_stop());
    CHECK(first.notified == 1);
    CHECK(second.notified == 1);
    CHECK(gone.notified == 0);
    CHECK_FALSE(source.request_stop());
    CHECK(first.notified == 1);
    // It is too late to subscribe, and harmless to unsubscribe.
    counting_subscriber late;
    CHECK_FALSE(token.subscribe(late));
    CHECK(late.notified == 0);
    token.unsubscribe(first);
    token.unsubscribe(late);
    CHECK(next_descriptor() == before);
    // A token of no source never notifies.
    CHECK(stop_token().subscribe(late));
    stop_token().unsubscribe(late);
    CHECK(stop_token().empty());
    CHECK_FALSE(token.empty());
}

TEST_CASE("stop subscriber: any order of unsubscribing leaves the others") {
    for (int order = 0; order != 3; ++order) {
        const stop_source source;
        const stop_token token = source.token();
        counting_subscriber all[3];
        for (auto& each : all)
            REQUIRE(token.subscribe(each));
        token.unsubscribe(all[order]);
        source.request_stop();
        for (int index = 0; index != 3; ++index)
            CHECK(all[index].notified == (index == order ? 0 : 1));
    }
}

TEST_CASE("stop subscriber: subscribing, unsubscribing and the request race, and none is notified after it has unsubscribed") {
    for (int time = 0; time != 500; ++time) {
        const stop_source source;
        std::atomic<int> ready = 0;
        std::vector<std::thread> threads;
        std::atomic<int> late = 0;
        for (int number = 0; number != 2; ++number)
            threads.emplace_back([&] {
                ++ready;
                while (ready != 3) {
                }
                for (int again = 0; again != 20; ++again) {
                    counting_subscriber mine;
                    const bool subscribed = source.token().subscribe(mine);
                    source.token().unsubscribe(mine);
                    const int then = mine.notified;
                    if (then > 1 || (!subscribed && then != 0))
                        ++late;
                }
            });
        ++ready;
        while (ready != 3) {
        }
        CHECK(source.request_stop());
        for (std::thread& each : threads)
            each.join();
        CHECK(late == 0);
    }
}

TEST_CASE("stop token: a descriptor that is made while the stop is requested is readable") {
    for (int time = 0; time != 300; ++time) {
        const stop_source source;
        std::atomic<bool> go = false;
        std::thread asking([&] {
            while (!go) {
            }
            source.request_stop();
        });
        go = true;
        const int descriptor = source.token().native_handle().value();
        asking.join();
        CHECK(is_readable(descriptor));
    }
}

TEST_CASE("a stop from another thread ends what waits, and nothing is lost") {
    auto both = pair();
    auto& near = both.first;
    auto& far = both.second;
    std::array<std::byte, 8> buffer;
    const stop_source source;
    support::background waiting([&] { return near.receive(buffer, source.token()).error(); });
    REQUIRE(waiting.sleeps());
    CHECK(source.request_stop());
    CHECK(waiting.answer() == std::errc::operation_canceled);
    REQUIRE(far.send_all("hello"_bytes));
    CHECK(near.receive(buffer, source.token()).error() == std::errc::operation_canceled);
    CHECK(tenon::as_text(near.receive(buffer).value()) == "hello");
}

TEST_CASE("one source stops many operations, in many threads") {
    constexpr int threads = 8;
    const stop_source source;
    std::vector<decltype(pair())> pairs;
    for (int number = 0; number != threads; ++number)
        pairs.push_back(pair());
    std::vector<std::unique_ptr<support::background<bool>>> all;
    for (auto& both : pairs)
        all.push_back(std::make_unique<support::background<bool>>([&near = both.first, token = source.token()] {
            std::array<std::byte, 8> buffer;
            return near.receive(buffer, token).error() == std::errc::operation_canceled;
        }));
    for (const auto& each : all)
        REQUIRE(each->sleeps());
    source.request_stop();
    for (const auto& each : all)
        CHECK(each->answer());
}

TEST_CASE("each of four tokens stops") {
    auto both = pair();
    auto& near = both.first;
    for (std::size_t number = 0; number != tenon::limit_set::most_stop_tokens; ++number) {
        const std::array<stop_source, tenon::limit_set::most_stop_tokens> now;
        std::array<std::byte, 8> buffer;
        support::background waiting(
            [&] { return near.receive(buffer, now[0].token(), now[1].token(), now[2].token(), now[3].token()).error(); });
        REQUIRE(waiting.sleeps());
        now[number].request_stop();
        CHECK(waiting.answer() == std::errc::operation_canceled);
    }
}

TEST_CASE("many threads ask at once: one is the first") {
    for (int time = 0; time != 50; ++time) {
        const stop_source source;
        std::atomic<int> first = 0;
        std::atomic<bool> go = false;
        {
            std::vector<std::thread> threads;
            for (int number = 0; number != 4; ++number)
                threads.emplace_back([&first, &go, copy = source] {
                    while (!go)
                        std::this_thread::yield();
                    if (copy.request_stop())
                        ++first;
                });
            go = true;
            for (std::thread& each : threads)
                each.join();
        }
        CHECK(first == 1);
        CHECK(source.stop_requested());
    }
}

TEST_CASE("tokens are copied and dropped in many threads, and the descriptor is closed once") {
    const int before = next_descriptor();
    {
        std::vector<std::thread> threads;
        {
            const stop_source source;
            for (int number = 0; number != 4; ++number)
                threads.emplace_back([token = source.token()] {
                    for (int time = 0; time != 10'000; ++time)
                        static_cast<void>(stop_token(token));
                });
        }
        for (std::thread& each : threads)
            each.join();
    }
    CHECK(next_descriptor() == before);
}

namespace {
const stop_source* stopped_by_signal = nullptr;
}

TEST_CASE("a signal handler may request the stop") {
    const stop_source source;
    stopped_by_signal = &source;
    struct sigaction action = {};
    struct sigaction before = {};
    action.sa_handler = [](int) { stopped_by_signal->request_stop(); };
    REQUIRE(::sigaction(SIGUSR2, &action, &before) == 0);
    auto both = pair();
    auto& near = both.first;
    std::array<std::byte, 8> buffer;
    std::atomic<pthread_t> thread{};
    support::background waiting([&] {
        thread = ::pthread_self();
        return near.receive(buffer, source.token()).error();
    });
    REQUIRE(waiting.sleeps());
    // In the very thread that waits: its poll(2) is interrupted, and then stopped.
    REQUIRE(::pthread_kill(thread, SIGUSR2) == 0);
    CHECK(waiting.answer() == std::errc::operation_canceled);
    ::sigaction(SIGUSR2, &before, nullptr);
}
