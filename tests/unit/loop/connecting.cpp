// SPDX-License-Identifier: BSL-1.0

// Connecting in a loop: attempts that fail, are cut, and are made again with the same socket.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;

namespace {

/// An endpoint that refuses connections.
tenon::ipv4::endpoint refusing() {
    auto bound = tenon::bind<tenon::tcp>("127.0.0.1:0"_v4).value();
    return bound.local_endpoint().value();
}

/// A listener whose queue is full, so that an attempt to connect takes its time.
struct full_listener {
    full_listener() { there = listener.local_endpoint().value(), filler = tenon::connect<tenon::tcp>(there).value(); }
    tenon::listener<tenon::tcp, tenon::ipv4> listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4, tenon::backlog(0)).value();
    tenon::ipv4::endpoint there;
    std::optional<tenon::connection<tenon::tcp, tenon::ipv4>> filler;
};

template <class Peer>
task<std::string> greet(Peer& peer, int listener) {
    const unit::owned accepted = ::accept(listener, nullptr, nullptr);
    CHECK(::send(accepted, "hello", 5, 0) == 5);
    std::array<std::byte, 16> buffer;
    co_return unit::text_of(co_await peer.receive(buffer, within(5s)));
}

}  // namespace

TEMPLATE_TEST_CASE("connect: again after a failure, with the same socket, succeeds", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto there = listener.local_endpoint().value();
    const auto nobody = refusing();
    const auto connects = [&]() -> task<std::string> {
        auto socket = tenon::open<tenon::tcp, tenon::ipv4>(on.loop).value();
        for (int round = 0; round != 3; ++round) {
            const auto failed = co_await std::move(socket).connect(nobody, within(5s));
            unit::expect(failed, std::errc::connection_refused);
        }
        auto peer = co_await std::move(socket).connect(there, within(5s));
        unit::expect(peer);
        co_return co_await greet(*peer, listener.native_handle());
    };
    CHECK(on.loop.run(connects()) == "hello");
}

TEMPLATE_TEST_CASE("connect: again after a limit, a stop token or a request to stop has cut it, succeeds", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const full_listener full;
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto there = listener.local_endpoint().value();
    auto socket = tenon::open<tenon::tcp, tenon::ipv4>(on.loop).value();
    const auto fails = [&](std::errc why, const auto&... limits) -> task<void> {
        const auto failed = co_await std::move(socket).connect(full.there, limits...);
        unit::expect(failed, why);
        CHECK(failed.has_value() == false);
    };
    SECTION("a limit") {
        on.loop.run(fails(unit::timed_out, within(2ms)));
    }
    SECTION("a stop token") {
        const tenon::stop_source source;
        tenon::scope all(on.loop);
        all.spawn([](const tenon::stop_source& asked) -> task<void> {
            unit::expect(co_await tenon::sleep(1ms));
            asked.request_stop();
        }(source));
        on.loop.run(fails(unit::canceled, source.token()));
    }
    SECTION("a request to stop") {
        tenon::scope all(on.loop);
        all.spawn(fails(unit::canceled));
        unit::turn(on.loop);
        CHECK_FALSE(all.empty());
        all.request_stop();
        CHECK(on.loop.run().has_value());
    }
    const auto connects = [&]() -> task<std::string> {
        auto peer = co_await std::move(socket).connect(there, within(5s));
        unit::expect(peer);
        co_return co_await greet(*peer, listener.native_handle());
    };
    CHECK(on.loop.run(connects()) == "hello");
}

TEMPLATE_TEST_CASE("connect: a fresh socket that has been waited for, is not taken for connected by its first events", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const full_listener full;
    auto socket = tenon::bind<tenon::tcp>(on.loop, "127.0.0.1:0"_v4).value();
    const auto connects = [&]() -> task<void> {
        for (int round = 0; round != 3; ++round) {
            const auto failed = co_await std::move(socket).connect(full.there, within(2ms));
            unit::expect(failed, unit::timed_out);
            // It says that it is ready (POLLOUT | POLLHUP) now that no attempt is under way.
        }
    };
    on.loop.run(connects());
}

TEMPLATE_TEST_CASE("connect: its socket is destroyed with the failed operation, nothing leaks", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto nobody = refusing();
    CHECK(on.loop.run_ready().has_value());  // Its own descriptor is there.
    const int before = unit::next_descriptor();
    const auto connects = [&]() -> task<void> {
        const auto failed = co_await tenon::connect<tenon::tcp>(on.loop, nobody, within(5s));
        unit::expect(failed, std::errc::connection_refused);
    };
    on.loop.run(connects());
    CHECK(unit::next_descriptor() == before);
}

TEMPLATE_TEST_CASE("connect: to a Unix listener whose queue is full, pauses, and succeeds when there is a place", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto name = tenon::unix_domain::abstract("tenon loop connecting").value();
    auto listener = tenon::listen<tenon::stream>(name, tenon::backlog(0)).value();
    auto filler = tenon::connect<tenon::stream>(name).value();
    int connected = 0;
    tenon::scope all(on.loop);
    all.spawn([](TestType& loop, const auto& to, int& count) -> task<void> {
        const auto peer = co_await tenon::connect<tenon::stream>(loop, to);
        unit::expect(peer);
        ++count;
    }(on.loop, name, connected));
    on.loop.run([]() -> task<void> { unit::expect(co_await tenon::sleep(5ms)); }());
    CHECK(connected == 0);
    CHECK(on.seen.turns < 20);
    const auto accepted = listener.accept();
    CHECK(accepted.has_value());
    CHECK(on.loop.run().has_value());
    CHECK(connected == 1);
}

TEMPLATE_TEST_CASE("connect: a datagram socket, and disconnect, complete at once", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto far = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    const auto there = far.local_endpoint().value();
    const auto talks = [&]() -> task<std::string> {
        auto bound = tenon::bind<tenon::udp>(on.loop, "127.0.0.1:0"_v4).value();
        const auto here = bound.local_endpoint().value();
        std::array<std::byte, 16> buffer;
        const auto none = co_await bound.receive_from(buffer, within(1ms));
        unit::expect(none, unit::timed_out);
        auto peer = co_await std::move(bound).connect(there);
        unit::expect(peer);
        CHECK(far.send_to("one"_bytes, here).has_value());
        const auto got = co_await peer->receive(buffer, within(5s));
        co_return got ? std::string(tenon::as_text(got->data)) : "error";
    };
    CHECK(on.loop.run(talks()) == "one");
}
