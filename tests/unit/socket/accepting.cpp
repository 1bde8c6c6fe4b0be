// SPDX-License-Identifier: BSL-1.0
#include <support/background.hpp>
#include <support/catch.hpp>
#include <unit/support/child_process.hpp>
#include <unit/support/descriptors.hpp>

#include <sys/resource.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

using tenon::stream;
using tenon::unix_domain;
using tenon::os::call_name;
using tenon::os::fault;
using tenon::os::fault_plan;
using tenon::os::faulty;
using driver = tenon::basic_blocking<faulty>;

namespace {

/// Returns a listener whose system injects faults.
auto listening_under(fault_plan& plan) {
    return tenon::listen<stream>(driver(faulty(plan)), unix_domain::unnamed()).value();
}

/// Returns connections that wait to be accepted. They stay open as long as the vector exists.
template <class Listener>
std::vector<tenon::connection<stream, unix_domain>> waiting_at(const Listener& listener,
                                                               int count) {
    std::vector<tenon::connection<stream, unix_domain>> peers;
    for (; count != 0; --count)
        peers.push_back(tenon::connect<stream>(listener.local_endpoint().value()).value());
    return peers;
}

/// Runs the first turns of the loop. Returns for each 0 or an errno.
template <class Listener>
std::vector<int> yielded(Listener& listener, std::size_t turns) {
    std::vector<int> results;
    for (auto&& peer : listener) {
        results.push_back(peer ? 0 : peer.error().value());
        if (results.size() == turns)
            break;
    }
    return results;
}

/// A system without a free descriptor for a while. Its poll(2) returns at once, and the time-outs
/// are recorded.
struct short_of_descriptors : tenon::os::native {
    struct record {
        int shortages = 0;
        std::vector<int> polled;          ///< milliseconds
        std::vector<std::int64_t> slept;  ///< nanoseconds
    };
    record* log = nullptr;

    std::ptrdiff_t accept(tenon::os::descriptor, tenon::os::socket_address*,
                          tenon::os::address_length*, int) const {
        return log->shortages-- > 0 ? -EMFILE : -EPERM;
    }
    std::ptrdiff_t poll(tenon::os::descriptor, short, int milliseconds) const {
        log->polled.push_back(milliseconds);
        return 1;
    }
    std::ptrdiff_t poll_any(std::span<tenon::os::poll_entry>, std::int64_t nanoseconds) const {
        log->slept.push_back(nanoseconds);
        return 0;
    }
};

}  // namespace

TEST_CASE("accepting: a listener is an input range of its connections") {
    using listener = tenon::listener<stream, unix_domain>;
    STATIC_REQUIRE(std::ranges::input_range<listener>);
    STATIC_REQUIRE(std::same_as<std::ranges::range_value_t<listener>,
                                tenon::result<tenon::connection<stream, unix_domain>>>);
    STATIC_REQUIRE_FALSE(std::ranges::forward_range<listener>);

    auto listener_socket = tenon::listen<stream>(unix_domain::unnamed()).value();
    const auto peers = waiting_at(listener_socket, 2);
    auto connection = listener_socket.begin();
    CHECK((*connection).value().send(std::string_view("first")).value() == 5);
    connection++;
    CHECK((*connection).value().send(std::string_view("second")).value() == 6);
    CHECK(peers[0].available().value() == 5);
    CHECK(peers[1].available().value() == 6);
}

TEST_CASE("accepting: each turn of the loop accepts one connection") {
    auto listener = tenon::listen<stream>(unix_domain::unnamed()).value();
    auto peers = waiting_at(listener, 3);
    std::size_t turn = 0;
    for (auto&& peer : listener) {
        REQUIRE(peer);
        CHECK(peers[turn].send(std::string_view("x")).value() == 1);
        CHECK(peer->available().value() == 1);
        if (++turn == peers.size())
            break;
    }
    CHECK(turn == 3);
}

TEST_CASE(
    "accepting: a shortage is yielded once, then the loop waits until accept(2) succeeds again") {
    for (const int error : {EMFILE, ENFILE, ENOBUFS, ENOMEM}) {
        fault_plan plan(fault{.call = call_name::accept, .error = error, .after = 1, .times = 5});
        auto listener = listening_under(plan);
        const auto peers = waiting_at(listener, 3);
        CHECK(yielded(listener, 3) == std::vector<int>{0, error, 0});
        CHECK(plan.applied() == 5);
        // The loop waited only between the attempts.
        CHECK(plan.seen(call_name::poll) == 4);
        CHECK(plan.seen(call_name::accept) == 7);
    }
}

TEST_CASE(
    "accepting: during a shortage the pauses double from 1 ms to 1 s, also if poll(2) returns at once") {
    short_of_descriptors::record log{.shortages = 14, .polled = {}, .slept = {}};
    short_of_descriptors system;
    system.log = &log;
    auto listener = tenon::listen<stream>(tenon::basic_blocking<short_of_descriptors>(system),
                                          unix_domain::unnamed())
                        .value();
    CHECK(yielded(listener, 2) == std::vector<int>{EMFILE, EPERM});
    const std::vector<int> pauses{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000, 1000, 1000};
    CHECK(log.polled == pauses);
    CHECK(log.slept == [&] {
        std::vector<std::int64_t> nanoseconds;
        for (const int pause : pauses)
            nanoseconds.push_back(pause * std::int64_t{1'000'000});
        return nanoseconds;
    }());
}

TEST_CASE("accepting: a second shortage is yielded, too") {
    fault_plan plan(fault{.call = call_name::accept, .error = EMFILE, .times = 2});
    auto listener = listening_under(plan);
    const auto peers = waiting_at(listener, 2);
    CHECK(yielded(listener, 2) == std::vector<int>{EMFILE, 0});
    CHECK(yielded(listener, 1) == std::vector<int>{0});
}

TEST_CASE("accepting: the listener's own time-out is yielded each time and the loop goes on") {
    for (const bool blocks : {true, false}) {
        auto listener = tenon::listen<stream>(unix_domain::unnamed()).value();
        listener.set(tenon::options::receive_timeout{std::chrono::milliseconds(10)}).value();
        REQUIRE(listener.system().set_nonblocking(listener.native_handle(), !blocks) == 0);
        std::vector<int> results;
        std::vector<tenon::connection<stream, unix_domain>> peers;
        for (auto&& peer : listener) {
            results.push_back(peer ? 0 : peer.error().value());
            if (results.size() == 2)
                peers = waiting_at(listener, 1);
            if (results.size() == 4)
                break;
        }
        CHECK(results == std::vector<int>{EWOULDBLOCK, EWOULDBLOCK, 0, EWOULDBLOCK});
    }
}

TEST_CASE("accepting: on a nonblocking listener without connections the loop ends") {
    auto listener = tenon::listen<stream>(tenon::nonblocking(), unix_domain::unnamed()).value();
    CHECK(yielded(listener, 9) == std::vector<int>{EWOULDBLOCK});
}

TEST_CASE("accepting: any other error is yielded and ends the loop") {
    fault_plan plan(fault{.call = call_name::accept, .error = EPERM, .after = 1, .times = -1});
    auto listener = listening_under(plan);
    const auto peers = waiting_at(listener, 2);
    CHECK(yielded(listener, 9) == std::vector<int>{0, EPERM});
    CHECK(plan.seen(call_name::accept) == 2);
}

TEST_CASE("accepting: shutdown in the loop body during a shortage ends the loop") {
    fault_plan plan(fault{.call = call_name::accept, .error = EMFILE, .times = -1});
    auto listener = listening_under(plan);
    std::vector<int> results;
    for (auto&& peer : listener) {
        results.push_back(peer ? 0 : peer.error().value());
        CHECK(listener.shutdown());
    }
    CHECK(results == std::vector<int>{EMFILE});
}

TEST_CASE("accepting: shutdown ends the loop without an error") {
    auto listener = tenon::listen<stream>(unix_domain::unnamed()).value();
    const auto peers = waiting_at(listener, 1);
    support::background loop([&] { return yielded(listener, 9); });
    REQUIRE(loop.sleeps());
    CHECK(listener.shutdown());
    CHECK(loop.result() == std::vector<int>{0});
    CHECK(yielded(listener, 9).empty());
}

TEST_CASE("accepting: shutdown ends the wait for a descriptor") {
    // accept(2) looks for a free descriptor before it looks at the listener: without one it never
    // reports the shutdown.
    fault_plan plan(fault{.call = call_name::accept, .error = EMFILE, .times = -1});
    auto listener = listening_under(plan);
    support::background loop([&] { return yielded(listener, 9); });
    REQUIRE(loop.sleeps());
    CHECK(listener.shutdown());
    CHECK(loop.result() == std::vector<int>{EMFILE});
}

TEST_CASE("accepting: on an empty listener the loop yields bad_file_descriptor once") {
    tenon::listener<stream, unix_domain> listener;
    CHECK(yielded(listener, 9) == std::vector<int>{EBADF});
}

TEST_CASE("accepting: a process without a free descriptor goes on when one is closed") {
    auto listener = tenon::listen<stream>(unix_domain::unnamed()).value();
    CHECK(unit::in_child_process([&] {
        // Two connections wait, and the limit allows one more descriptor.
        auto peers = waiting_at(listener, 2);
        const int next = ::dup(0);
        ::close(next);
        const rlimit one_more = {static_cast<rlim_t>(next) + 1, static_cast<rlim_t>(next) + 1};
        ::setrlimit(RLIMIT_NOFILE, &one_more);
        std::vector<int> results;
        std::vector<tenon::connection<stream, unix_domain>> accepted;
        for (auto&& peer : listener) {
            results.push_back(peer ? 0 : peer.error().value());
            if (peer)
                accepted.push_back(*std::move(peer));
            else
                accepted.clear();
            if (results.size() == 3)
                break;
        }
        return results == std::vector<int>{0, EMFILE, 0};
    }));
}
