// SPDX-License-Identifier: BSL-1.0

// Many connections at once, and many one after the other. The clients run in a child process.

#include <support/catch.hpp>

#include <dirent.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::epoll_loop;
using tenon::ipv4;
using tenon::scope;
using tenon::task;
using tenon::tcp;
using connection = tenon::connection<tcp, ipv4, tenon::driver_of<epoll_loop>>;
using listener = tenon::listener<tcp, ipv4, tenon::driver_of<epoll_loop>>;

namespace {

/// Returns the number of open descriptors of this process.
int open_descriptors() {
    ::DIR* const folder = ::opendir("/proc/self/fd");
    int count = -1;  // The descriptor of the folder does not count.
    while (const ::dirent* const entry = ::readdir(folder))
        count += entry->d_name[0] == '.' ? 0 : 1;
    ::closedir(folder);
    return count;
}

/// Raises RLIMIT_NOFILE to at least `descriptors`. Returns false if the process may not.
bool allow_descriptors(::rlim_t descriptors) {
    ::rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= descriptors)
        return true;
    limit.rlim_cur = descriptors;
    if (limit.rlim_max < descriptors)
        limit.rlim_max = descriptors;
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

struct counts {
    int accepted = 0;
    int open = 0;
    int most_open = 0;
    int failed = 0;
};

/// Sends all received data back, until the peer ends the connection.
task<> echo(connection peer, tenon::buffer_pool& pool, counts& seen) {
    seen.most_open = ++seen.open > seen.most_open ? seen.open : seen.most_open;
    for (;;) {
        const auto got = co_await peer.receive(pool, tenon::within(60s));
        if (!got || got->empty()) {
            seen.failed += got ? 0 : 1;
            break;
        }
        if (!co_await peer.send_all(*got, tenon::within(60s))) {
            ++seen.failed;
            break;
        }
    }
    --seen.open;
}

/// Accepts and serves `wanted` connections.
task<> serve(listener& from, tenon::buffer_pool& pool, counts& seen, int wanted) {
    co_await tenon::with_scope([&](scope& tasks) -> task<> {
        for (; seen.accepted != wanted; ++seen.accepted) {
            auto peer = co_await from.accept(tenon::within(60s));
            if (!peer)
                break;
            tasks.spawn(echo(*std::move(peer), pool, seen));
        }
    });
}

/// Returns the endpoint for a connection: one of 64 loopback addresses of the server. With a single
/// address, connections in TIME-WAIT would use up the ports.
ipv4::endpoint server_endpoint(std::uint16_t port, int number) {
    const auto last = static_cast<unsigned char>(1 + number % 64);
    return {ipv4::address(127, 0, 0, last), port};
}

/// Connects, and sends and receives one message.
task<bool> talk(epoll_loop& loop, std::uint16_t port, int number, std::vector<connection>* kept) {
    auto peer =
        co_await tenon::connect<tcp>(loop, server_endpoint(port, number), tenon::within(60s));
    if (!peer || !co_await peer->send_all("hello"_bytes, tenon::within(60s)))
        co_return false;
    std::array<std::byte, 5> buffer;
    if (!co_await peer->receive_exactly(buffer, tenon::within(60s)))
        co_return false;
    if (kept != nullptr)
        kept->push_back(*std::move(peer));
    co_return tenon::as_text(buffer) == "hello";
}
task<> client(epoll_loop& loop, std::uint16_t port, int& next, int end, int& succeeded,
              std::vector<connection>* kept) {
    while (next != end) {
        const int number = next++;
        succeeded += co_await talk(loop, port, number, kept) ? 1 : 0;
    }
}

/// The main function of the child process: makes `count` connections in 64 tasks. Returns the exit
/// status.
int connect_all(std::uint16_t port, int count, bool all_at_once) {
    epoll_loop loop;
    std::vector<connection> kept;
    kept.reserve(all_at_once ? static_cast<std::size_t>(count) : 0);
    int next = 0;
    int succeeded = 0;
    {
        scope tasks(loop);
        for (int each = 0; each != 64; ++each)
            tasks.spawn(client(loop, port, next, count, succeeded, all_at_once ? &kept : nullptr));
        if (!loop.run())
            return 2;
    }
    return succeeded == count ? 0 : 1;
}

counts serve_all(int count, bool all_at_once) {
    counts seen;
    epoll_loop loop;
    tenon::buffer_pool pool(loop, 64, 4096);
    auto from =
        tenon::listen<tcp>(loop, ipv4::endpoint(ipv4::address::any(), 0), tenon::backlog(4096))
            .value();
    const std::uint16_t port = from.local_endpoint().value().port();
    const ::pid_t child = ::fork();
    if (child == 0)
        ::_exit(connect_all(port, count, all_at_once));
    REQUIRE(child > 0);
    loop.run(serve(from, pool, seen, count));
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(pool.available() == pool.count());
    return seen;
}

}  // namespace

TEST_CASE(
    "epoll_loop: 10,000 connections at once, each gets its reply and no descriptor stays open") {
    constexpr int count = 10'000;
    if (!allow_descriptors(count + 200))
        SKIP_TEST("RLIMIT_NOFILE does not allow 10,200 descriptors");
    const int before = open_descriptors();
    const counts seen = serve_all(count, true);
    CHECK(seen.accepted == count);
    CHECK(seen.most_open == count);
    CHECK(seen.open == 0);
    CHECK(seen.failed == 0);
    CHECK(open_descriptors() == before);
}

TEST_CASE(
    "epoll_loop: many connections one after the other, each gets its reply and no descriptor stays open") {
    constexpr int count = CHURNED;
    const int before = open_descriptors();
    const counts seen = serve_all(count, false);
    CHECK(seen.accepted == count);
    CHECK(seen.most_open <= 64 + 64);
    CHECK(seen.open == 0);
    CHECK(seen.failed == 0);
    CHECK(open_descriptors() == before);
}
