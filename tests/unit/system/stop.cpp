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

/// Returns the lowest free descriptor, which is the next that the system returns.
int next_descriptor() {
    const unit::owned next = ::dup(STDERR_FILENO);
    return next;
}

/// While an object of this class exists, no descriptor can be opened (RLIMIT_NOFILE).
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

/// A system whose events are pipes, as on systems without eventfd(2).
struct pipe_events : tenon::os::native {
    static std::ptrdiff_t open_event(tenon::os::descriptor (&ends)[2]) noexcept {
        return ::pipe2(ends, O_CLOEXEC);
    }
};

auto pair() {
    return tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
}

}  // namespace

TEST_CASE("request_stop: returns true once, and the request is permanent") {
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

TEST_CASE("stop_source: copies share their state") {
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
    // A moved-from source is still valid.
    stop_source taken = std::move(copy);
    CHECK(copy.stop_requested());
    copy = *&copy;
    CHECK(copy.stop_requested());
}

TEST_CASE("stop_token: is copied, moved and assigned, and may have no source") {
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

TEST_CASE("stop_source: the descriptor is open while a source or a token exists") {
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
    // The token outlives its source, and still stops operations.
    CHECK(is_open(descriptor));
    auto [local, peer] = pair();
    std::array<std::byte, 8> buffer;
    CHECK(local.receive(buffer, last).error() == std::errc::operation_canceled);
    last = stop_token();
    CHECK_FALSE(is_open(descriptor));

    const int before = next_descriptor();
    for (int round = 0; round != 100; ++round)
        static_cast<void>(stop_source().token().stop_requested());
    CHECK(next_descriptor() == before);
}

TEST_CASE("stop_source: without eventfd(2) a pipe is used, and both ends are closed") {
    const int before = next_descriptor();
    {
        const tenon::basic_stop_source<pipe_events> source;
        const stop_token token = source.token();
        CHECK_FALSE(is_readable(token.native_handle().value()));
        auto both = pair();
        auto& local = both.first;
        std::array<std::byte, 8> buffer;
        support::background waiting(
            [&] { return local.receive(buffer, token).error() == std::errc::operation_canceled; });
        REQUIRE(waiting.sleeps());
        CHECK(source.request_stop());
        CHECK(waiting.result());
        CHECK(is_readable(token.native_handle().value()));
    }
    CHECK(next_descriptor() == before);
}

TEST_CASE("stop_source: the first blocking wait opens one descriptor, which later waits share") {
    const int before = next_descriptor();
    const stop_source source;
    const stop_token token = source.token();
    auto [local, peer] = pair();
    const int with_sockets = next_descriptor();
    std::array<std::byte, 8> buffer;
    REQUIRE(peer.send_all("hello"_bytes));
    CHECK(local.receive(buffer, token));
    CHECK(local.receive(buffer, within(0s), token).error() == std::errc::timed_out);
    // One descriptor, or the two of a pipe.
    const int with_event = next_descriptor();
    CHECK(with_event > with_sockets);
    CHECK(local.receive(buffer, within(1ms), token).error() == std::errc::timed_out);
    CHECK(next_descriptor() == with_event);
    CHECK(token.native_handle().value() == with_sockets);
    CHECK(before < with_sockets);
}

TEST_CASE(
    "stop_token: if no descriptor is available, an operation that has to wait fails with EMFILE") {
    auto [local, peer] = pair();
    const auto ready = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    const stop_source source;
    const stop_token token = source.token();
    std::array<std::byte, 8> buffer;
    REQUIRE(peer.send_all("hello"_bytes));
    // The results are checked when descriptors are available again, because UBSan needs some to
    // examine the type of an object.
    std::vector<std::error_code> errors;
    std::string received;
    {
        const no_descriptors shortage;
        errors.push_back(token.native_handle().error());
        // An operation that does not wait needs no descriptor.
        if (const auto filled = local.receive(buffer, token))
            received = tenon::as_text(*filled);
        errors.push_back(local.receive(buffer, token).error());
        errors.push_back(local.receive(buffer, within(1s), token).error());
        errors.push_back(tenon::wait_any(tenon::readable, ready, token).error());
    }
    CHECK(received == "hello");
    for (const std::error_code& each : errors)
        CHECK(each == std::errc::too_many_files_open);
    CHECK_FALSE(token.stop_requested());
    // The next operation tries again to open the descriptor.
    CHECK(local.receive(buffer, within(1ms), token).error() == std::errc::timed_out);
    // A request does not change errno.
    errno = 0;
    const bool first = source.request_stop();
    const int after = errno;
    CHECK(first);
    CHECK(after == 0);
    CHECK(local.receive(buffer, token).error() == std::errc::operation_canceled);
}

namespace {

/// Counts its notifications.
struct counting_subscriber : tenon::stop_subscriber {
    counting_subscriber()
        : stop_subscriber([](stop_subscriber& self) noexcept {
              ++static_cast<counting_subscriber&>(self).notified;
          }) {}
    std::atomic<int> notified = 0;
};

}  // namespace

TEST_CASE("stop_subscriber: is notified once, in the requesting thread, without a descriptor") {
    const int before = next_descriptor();
    const stop_source source;
    const stop_token token = source.token();
    counting_subscriber first;
    counting_subscriber second;
    counting_subscriber unsubscribed;
    REQUIRE(token.subscribe(first));
    REQUIRE(token.subscribe(unsubscribed));
    REQUIRE(source.token().subscribe(second));
    token.unsubscribe(unsubscribed);
    token.unsubscribe(unsubscribed);  // Has no effect.
    CHECK(first.notified == 0);
    CHECK(source.request_stop());
    CHECK(first.notified == 1);
    CHECK(second.notified == 1);
    CHECK(unsubscribed.notified == 0);
    CHECK_FALSE(source.request_stop());
    CHECK(first.notified == 1);
    // After the request subscribe fails, and unsubscribe is harmless.
    counting_subscriber late;
    CHECK_FALSE(token.subscribe(late));
    CHECK(late.notified == 0);
    token.unsubscribe(first);
    token.unsubscribe(late);
    CHECK(next_descriptor() == before);
    // A token without a source never notifies.
    CHECK(stop_token().subscribe(late));
    stop_token().unsubscribe(late);
    CHECK(stop_token().empty());
    CHECK_FALSE(token.empty());
}

TEST_CASE("stop_subscriber: unsubscribing any of several keeps the others") {
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

TEST_CASE("stop_subscriber: is never notified after unsubscribe, in a race with the request") {
    for (int round = 0; round != 500; ++round) {
        const stop_source source;
        std::atomic<int> ready = 0;
        std::vector<std::thread> threads;
        std::atomic<int> late = 0;
        for (int number = 0; number != 2; ++number)
            threads.emplace_back([&] {
                ++ready;
                while (ready != 3) {
                }
                for (int attempt = 0; attempt != 20; ++attempt) {
                    counting_subscriber subscriber;
                    const bool subscribed = source.token().subscribe(subscriber);
                    source.token().unsubscribe(subscriber);
                    const int notified = subscriber.notified;
                    if (notified > 1 || (!subscribed && notified != 0))
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

TEST_CASE("native_handle: a descriptor that is opened during the request is readable") {
    for (int round = 0; round != 300; ++round) {
        const stop_source source;
        std::atomic<bool> go = false;
        std::thread requester([&] {
            while (!go) {
            }
            source.request_stop();
        });
        go = true;
        const int descriptor = source.token().native_handle().value();
        requester.join();
        CHECK(is_readable(descriptor));
    }
}

TEST_CASE("request_stop: from another thread ends a waiting receive, no data is lost") {
    auto both = pair();
    auto& local = both.first;
    auto& peer = both.second;
    std::array<std::byte, 8> buffer;
    const stop_source source;
    support::background waiting([&] { return local.receive(buffer, source.token()).error(); });
    REQUIRE(waiting.sleeps());
    CHECK(source.request_stop());
    CHECK(waiting.result() == std::errc::operation_canceled);
    REQUIRE(peer.send_all("hello"_bytes));
    CHECK(local.receive(buffer, source.token()).error() == std::errc::operation_canceled);
    CHECK(tenon::as_text(local.receive(buffer).value()) == "hello");
}

TEST_CASE("request_stop: one source stops operations in several threads") {
    constexpr int threads = 8;
    const stop_source source;
    std::vector<decltype(pair())> pairs;
    for (int number = 0; number != threads; ++number)
        pairs.push_back(pair());
    std::vector<std::unique_ptr<support::background<bool>>> all;
    for (auto& both : pairs)
        all.push_back(std::make_unique<support::background<bool>>(
            [&local = both.first, token = source.token()] {
                std::array<std::byte, 8> buffer;
                return local.receive(buffer, token).error() == std::errc::operation_canceled;
            }));
    for (const auto& each : all)
        REQUIRE(each->sleeps());
    source.request_stop();
    for (const auto& each : all)
        CHECK(each->result());
}

TEST_CASE("stop_token: each of the four tokens of an operation stops it") {
    auto both = pair();
    auto& local = both.first;
    for (std::size_t number = 0; number != tenon::limit_set::most_stop_tokens; ++number) {
        const std::array<stop_source, tenon::limit_set::most_stop_tokens> sources;
        std::array<std::byte, 8> buffer;
        support::background waiting([&] {
            return local
                .receive(buffer, sources[0].token(), sources[1].token(), sources[2].token(),
                         sources[3].token())
                .error();
        });
        REQUIRE(waiting.sleeps());
        sources[number].request_stop();
        CHECK(waiting.result() == std::errc::operation_canceled);
    }
}

TEST_CASE("request_stop: of several threads at the same time, exactly one gets true") {
    for (int round = 0; round != 50; ++round) {
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

TEST_CASE("stop_token: copied and destroyed in several threads, the descriptor is closed") {
    const int before = next_descriptor();
    {
        std::vector<std::thread> threads;
        {
            const stop_source source;
            for (int number = 0; number != 4; ++number)
                threads.emplace_back([token = source.token()] {
                    for (int round = 0; round != 10'000; ++round)
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

TEST_CASE("request_stop: may be called in a signal handler") {
    const stop_source source;
    stopped_by_signal = &source;
    struct sigaction action = {};
    struct sigaction before = {};
    action.sa_handler = [](int) { stopped_by_signal->request_stop(); };
    REQUIRE(::sigaction(SIGUSR2, &action, &before) == 0);
    auto both = pair();
    auto& local = both.first;
    std::array<std::byte, 8> buffer;
    std::atomic<pthread_t> thread{};
    support::background waiting([&] {
        thread = ::pthread_self();
        return local.receive(buffer, source.token()).error();
    });
    REQUIRE(waiting.sleeps());
    // The signal is sent to the waiting thread: it interrupts poll(2), and then the stop ends the
    // operation.
    REQUIRE(::pthread_kill(thread, SIGUSR2) == 0);
    CHECK(waiting.result() == std::errc::operation_canceled);
    ::sigaction(SIGUSR2, &before, nullptr);
}
