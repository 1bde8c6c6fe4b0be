// SPDX-License-Identifier: BSL-1.0

// Which attempts a loop makes though it knows of nothing that is ready, and which it does not make in a row.

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

/// A call that always succeeds, and an operation that is never done with it.
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
    void fail(int why) noexcept { error = why; }
    template <class View>
    tenon::result<int> finish(const View&) const noexcept {
        return tenon::failure(error);
    }
    int& calls;
    endless_call call{};
    int error = 0;
};

}  // namespace

TEMPLATE_TEST_CASE("receive_exactly of nothing where nothing is to be received: it does not wait", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    const auto works = [](auto& from) -> task<std::error_code> {
        std::array<std::byte, 4> buffer;
        unit::expect(co_await from.receive(buffer, within(1ms)), unit::timed_out);
        co_return unit::error_of(co_await from.receive_exactly(tenon::mutable_bytes(), within(5s)));
    };
    CHECK(loop.run(works(near)) == std::error_code());
}

TEMPLATE_TEST_CASE("send and send_all of nothing where there is no space: they do not wait", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    const auto works = [](auto& to) -> task<std::error_code> {
        const std::string much(1 << 20, 'x');
        unit::expect(co_await to.send_all(much, within(1ms)), unit::timed_out);
        unit::expect(co_await to.send(tenon::const_bytes(), within(5s)));
        co_return unit::error_of(co_await to.send_all(tenon::const_bytes(), within(5s)));
    };
    CHECK(loop.run(works(near)) == std::error_code());
}

TEMPLATE_TEST_CASE("receive_urgent where nothing else is to be received: it does not wait", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    const auto works = [](auto& on) -> task<std::error_code> {
        auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
        auto near = tenon::value(co_await tenon::connect<tenon::tcp>(on, listener.local_endpoint().value()));
        auto far = listener.accept().value();
        far.send_urgent(std::byte{'!'}).value();
        ::pollfd urgent = {near.native_handle(), POLLPRI, 0};
        CHECK(::poll(&urgent, 1, 5000) == 1);
        const auto got = co_await near.receive_urgent();
        CHECK((got && *got == std::byte{'!'}));
        // There is no other, and that is its answer.
        co_return unit::error_of(co_await near.receive_urgent());
    };
    CHECK(loop.run(works(loop)) == std::errc::invalid_argument);
}

TEMPLATE_TEST_CASE("an operation of many calls: others have their turn, and its limit ends it", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
    int calls = 0;
    int when_another_ran = -1;
    std::error_code error;
    tenon::scope all(loop);
    all.spawn([](auto& socket, int& count, std::error_code& seen) -> task<void> {
        seen = unit::error_of(co_await socket.perform(endless_operation{count}, within(20ms)));
    }(near, calls, error));
    all.spawn([](const int& count, int& seen) -> task<void> {
        seen = count;
        co_return;
    }(calls, when_another_ran));
    REQUIRE(loop.run());
    CHECK(error == std::errc::timed_out);
    CHECK(when_another_ran >= 0);
    CHECK(when_another_ran < calls);
}

TEMPLATE_TEST_CASE("receive_exactly over several ranges with a cursor: all are filled", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    const auto works = [](auto& on) -> task<std::string> {
        auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
        auto near = tenon::value(co_await tenon::connect<tenon::tcp>(on, listener.local_endpoint().value()));
        auto far = listener.accept().value();
        far.send_all(std::string_view("abcde")).value();
        std::string first(2, '-');
        std::string second(3, '-');
        tenon::unfilled rest(tenon::pieces{first, second});
        unit::expect(co_await near.receive_exactly(rest, within(5s)));
        co_return first + second;
    };
    CHECK(loop.run(works(loop)) == "abcde");
}

TEMPLATE_TEST_CASE("an operation without a call: it ends at once where others would wait, and needs no system call", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    tenon::scope all(on.loop);
    std::error_code waited;
    all.spawn([](auto& socket, std::error_code& seen) -> task<void> {
        std::array<char, 1> byte;
        seen = unit::error_of(co_await socket.receive(byte));
    }(near, waited));
    bool ended = false;
    all.spawn([](auto& socket, bool& end) -> task<void> {
        // The direction is idle, and another waits in it.
        const auto plain = co_await socket.perform(unit::no_operation());
        unit::expect(plain);
        CHECK((plain && *plain));
        const auto limited = co_await socket.perform(unit::no_operation(), within(1h));
        unit::expect(limited);
        unit::expect(co_await socket.perform(unit::no_operation(), within(0s)));
        unit::expect(co_await socket.perform(unit::no_operation(), within(-1s)), unit::timed_out);
        end = true;
    }(near, ended));
    CHECK(ended);
    all.request_stop();
    REQUIRE(on.loop.run());
    CHECK(waited == unit::canceled);
}
