// SPDX-License-Identifier: BSL-1.0

// Attempts that a loop makes without a readiness event, and the limit of attempts in a row.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>
#include <unit/support/no_operation.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;

namespace {

/// A call that always succeeds, and an operation that repeats the call for ever.
struct endless_call {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::writable;
    template <class System>
    std::ptrdiff_t operator()(const System&, tenon::os::descriptor, int) const noexcept {
        return 1;
    }
};
struct endless_operation {
    using value_type = int;
    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call);
    }
    bool advance(std::ptrdiff_t) noexcept {
        ++calls;
        return false;
    }
    void fail(int number) noexcept { error = number; }
    template <class View>
    tenon::result<int> finish(const View&) const noexcept {
        return tenon::failure(error);
    }
    int& calls;
    endless_call call{};
    int error = 0;
};

}  // namespace

TEMPLATE_TEST_CASE(
    "receive_exactly: into an empty buffer does not wait, although no data has arrived", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    const auto run_calls = [](auto& from) -> task<std::error_code> {
        std::array<std::byte, 4> buffer;
        unit::expect(co_await from.receive(buffer, within(1ms)), unit::timed_out);
        co_return unit::error_of(co_await from.receive_exactly(tenon::mutable_bytes(), within(5s)));
    };
    CHECK(loop.run(run_calls(local)) == std::error_code());
}

TEMPLATE_TEST_CASE("send, send_all: of empty data do not wait, although the send buffer is full",
                   "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    const auto run_calls = [](auto& to) -> task<std::error_code> {
        const std::string data(1 << 20, 'x');
        unit::expect(co_await to.send_all(data, within(1ms)), unit::timed_out);
        unit::expect(co_await to.send(tenon::const_bytes(), within(5s)));
        co_return unit::error_of(co_await to.send_all(tenon::const_bytes(), within(5s)));
    };
    CHECK(loop.run(run_calls(local)) == std::error_code());
}

TEMPLATE_TEST_CASE(
    "receive_urgent: does not wait for ordinary data, and reports the error if there is no urgent byte",
    "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    const auto run_calls = [](auto& on) -> task<std::error_code> {
        auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
        auto local = tenon::value(
            co_await tenon::connect<tenon::tcp>(on, listener.local_endpoint().value()));
        auto peer = listener.accept().value();
        peer.send_urgent(std::byte{'!'}).value();
        ::pollfd urgent = {local.native_handle(), POLLPRI, 0};
        CHECK(::poll(&urgent, 1, 5000) == 1);
        const auto byte = co_await local.receive_urgent();
        CHECK((byte && *byte == std::byte{'!'}));
        // There is no other urgent byte, which is reported as an error.
        co_return unit::error_of(co_await local.receive_urgent());
    };
    CHECK(loop.run(run_calls(loop)) == std::errc::invalid_argument);
}

TEMPLATE_TEST_CASE(
    "perform: an operation of endless calls lets other tasks run, and its limit ends it", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    int calls = 0;
    int when_another_ran = -1;
    std::error_code error;
    tenon::scope all(loop);
    all.spawn([](auto& socket, int& count, std::error_code& error_seen) -> task<void> {
        error_seen =
            unit::error_of(co_await socket.perform(endless_operation{count}, within(20ms)));
    }(local, calls, error));
    all.spawn([](const int& count, int& count_seen) -> task<void> {
        count_seen = count;
        co_return;
    }(calls, when_another_ran));
    REQUIRE(loop.run());
    CHECK(error == std::errc::timed_out);
    CHECK(when_another_ran >= 0);
    CHECK(when_another_ran < calls);
}

TEMPLATE_TEST_CASE("receive_exactly: with a cursor over several pieces, fills all of them", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    const auto run_calls = [](auto& on) -> task<std::string> {
        auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
        auto local = tenon::value(
            co_await tenon::connect<tenon::tcp>(on, listener.local_endpoint().value()));
        auto peer = listener.accept().value();
        peer.send_all(std::string_view("abcde")).value();
        std::string first(2, '-');
        std::string second(3, '-');
        tenon::unfilled rest(tenon::pieces{first, second});
        unit::expect(co_await local.receive_exactly(rest, within(5s)));
        co_return first + second;
    };
    CHECK(loop.run(run_calls(loop)) == "abcde");
}

TEMPLATE_TEST_CASE(
    "perform: an operation with call::none completes at once, although another waits in that direction",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    tenon::scope all(on.loop);
    std::error_code waited;
    all.spawn([](auto& socket, std::error_code& error_seen) -> task<void> {
        std::array<char, 1> byte;
        error_seen = unit::error_of(co_await socket.receive(byte));
    }(local, waited));
    bool ended = false;
    all.spawn([](auto& socket, bool& has_ended) -> task<void> {
        // The direction is idle, and another operation waits in it.
        const auto plain = co_await socket.perform(unit::no_operation());
        unit::expect(plain);
        CHECK((plain && *plain));
        const auto limited = co_await socket.perform(unit::no_operation(), within(1h));
        unit::expect(limited);
        unit::expect(co_await socket.perform(unit::no_operation(), within(0s)));
        unit::expect(co_await socket.perform(unit::no_operation(), within(-1s)), unit::timed_out);
        has_ended = true;
    }(local, ended));
    CHECK(ended);
    all.request_stop();
    REQUIRE(on.loop.run());
    CHECK(waited == unit::canceled);
}
