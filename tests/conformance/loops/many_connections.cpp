// SPDX-License-Identifier: BSL-1.0

// Many connections at once, and many one after the other. The clients are a process of their own.

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

/// How many descriptors this process has.
int open_descriptors() {
    ::DIR* const folder = ::opendir("/proc/self/fd");
    int count = -1;  // That of the folder itself.
    while (const ::dirent* const entry = ::readdir(folder))
        count += entry->d_name[0] == '.' ? 0 : 1;
    ::closedir(folder);
    return count;
}

/// Lets this process have so many descriptors. Returns false if it may not.
bool may_have(::rlim_t descriptors) {
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

/// Sends back what comes, until the end.
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

/// Serves so many connections.
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

/// The server's addresses: the ports of one would be used up by connections that have just ended.
ipv4::endpoint place(std::uint16_t port, int number) {
    const auto last = static_cast<unsigned char>(1 + number % 64);
    return {ipv4::address(127, 0, 0, last), port};
}

/// Connects, and has one message sent back.
task<bool> talk(epoll_loop& loop, std::uint16_t port, int number, std::vector<connection>* kept) {
    auto peer = co_await tenon::connect<tcp>(loop, place(port, number), tenon::within(60s));
    if (!peer || !co_await peer->send_all("hello"_bytes, tenon::within(60s)))
        co_return false;
    std::array<std::byte, 5> buffer;
    if (!co_await peer->receive_exactly(buffer, tenon::within(60s)))
        co_return false;
    if (kept != nullptr)
        kept->push_back(*std::move(peer));
    co_return tenon::as_text(buffer) == "hello";
}
task<> client(epoll_loop& loop, std::uint16_t port, int& next, int end, int& succeeded, std::vector<connection>* kept) {
    while (next != end) {
        const int number = next++;
        succeeded += co_await talk(loop, port, number, kept) ? 1 : 0;
    }
}

/// The whole of the other process: so many connections, by tasks that run at the same time. Returns its exit status.
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
    auto from = tenon::listen<tcp>(loop, ipv4::endpoint(ipv4::address::any(), 0), tenon::backlog(4096)).value();
    const std::uint16_t port = from.local_endpoint().value().port();
    const ::pid_t other = ::fork();
    if (other == 0)
        ::_exit(connect_all(port, count, all_at_once));
    REQUIRE(other > 0);
    loop.run(serve(from, pool, seen, count));
    int status = 0;
    REQUIRE(::waitpid(other, &status, 0) == other);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(pool.available() == pool.count());
    return seen;
}

}  // namespace

TEST_CASE("ten thousand connections at once: each has an answer, and nothing is left") {
    constexpr int count = 10'000;
    if (!may_have(count + 200))
        SKIP_TEST("RLIMIT_NOFILE does not allow 10,200 descriptors");
    const int before = open_descriptors();
    const counts seen = serve_all(count, true);
    CHECK(seen.accepted == count);
    CHECK(seen.most_open == count);
    CHECK(seen.open == 0);
    CHECK(seen.failed == 0);
    CHECK(open_descriptors() == before);
}

TEST_CASE("many more connections one after the other: each has an answer, and nothing is left") {
    constexpr int count = CHURNED;
    const int before = open_descriptors();
    const counts seen = serve_all(count, false);
    CHECK(seen.accepted == count);
    CHECK(seen.most_open <= 64 + 64);
    CHECK(seen.open == 0);
    CHECK(seen.failed == 0);
    CHECK(open_descriptors() == before);
}
