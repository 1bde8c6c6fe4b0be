// SPDX-License-Identifier: BSL-1.0

// A read that is shorter than its buffer has not always emptied the socket: a loop that believes so sleeps on data. And one
// that has emptied it costs no further call.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;

namespace {

void send_with_descriptor(int socket, std::string_view text, int descriptor) {
    ::iovec piece = {const_cast<char*>(text.data()), text.size()};
    alignas(::cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    ::msghdr message = {};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    ::cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    CHECK(::sendmsg(socket, &message, 0) == static_cast<::ssize_t>(text.size()));
}

/// What `count` receiving calls get, one after the other.
template <class Socket>
task<std::string> receive_times(Socket& from, int count) {
    std::string all;
    for (int round = 0; round != count; ++round) {
        std::array<std::byte, 64> buffer;
        all += unit::text_of(co_await from.receive(buffer, within(5s)));
        all += ' ';
    }
    co_return all;
}

template <class Loop>
std::pair<unit::tcp_peer<Loop>, unit::owned> tcp_pair(Loop& loop) {
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    unit::owned far = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto there = listener.local_endpoint().value();
    REQUIRE(::connect(far, there.data(), there.size()) == 0);
    auto near = listener.accept().value();
    auto given = tenon::adopt<tenon::tcp, tenon::ipv4, tenon::connected>(loop, near.release()).value();
    return {std::move(given), std::move(far)};
}

}  // namespace

TEMPLATE_TEST_CASE("short read: data that came with a descriptor on a Unix stream, what is behind it is received", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    tenon::scope all(on.loop);
    all.spawn([](int socket) -> task<void> {
        unit::expect(co_await tenon::sleep(2ms));
        send_with_descriptor(socket, "12345", STDERR_FILENO);
        CHECK(::send(socket, "67890", 5, 0) == 5);
    }(far.native_handle()));
    CHECK(on.loop.run(receive_times(near, 2)) == "12345 67890 ");
}

TEMPLATE_TEST_CASE("short read: two writers on a Unix stream with credentials, what the second wrote is received", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const int yes = 1;
    REQUIRE(::setsockopt(near.native_handle(), SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes) == 0);
    tenon::scope all(on.loop);
    all.spawn([](int socket) -> task<void> {
        unit::expect(co_await tenon::sleep(2ms));
        CHECK(::send(socket, "12345", 5, 0) == 5);
        const ::pid_t child = ::fork();
        if (child == 0) {
            const auto sent = ::send(socket, "67890", 5, 0);
            ::_exit(sent == 5 ? 0 : 1);
        }
        int status = -1;
        CHECK(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }(far.native_handle()));
    CHECK(on.loop.run(receive_times(near, 2)) == "12345 67890 ");
}

TEMPLATE_TEST_CASE("short read: data before urgent data on TCP, what is behind it is received", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tcp_pair(on.loop);
    const auto sends = [](int socket) -> task<void> {
        unit::expect(co_await tenon::sleep(2ms));
        CHECK(::send(socket, "12345", 5, 0) == 5);
        CHECK(::send(socket, "U", 1, MSG_OOB) == 1);
        CHECK(::send(socket, "67890", 5, 0) == 5);
    };
    tenon::scope all(on.loop);
    SECTION("that is waiting when the reader begins") {
        all.spawn(sends(far));
        on.loop.run([]() -> task<void> { unit::expect(co_await tenon::sleep(20ms)); }());
    }
    SECTION("that comes while the reader waits") {
        all.spawn(sends(far));
        CHECK_FALSE(all.empty());
    }
    SECTION("that comes after a short read that was trusted") {
        CHECK(::send(far, "abc", 3, 0) == 3);
        CHECK(on.loop.run(receive_times(near, 1)) == "abc ");
        all.spawn(sends(far));
    }
    CHECK(on.loop.run(receive_times(near, 2)) == "12345 67890 ");
}

TEMPLATE_TEST_CASE("short read: the end of a stream behind it, is received", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    SECTION("TCP") {
        auto [near, far] = tcp_pair(on.loop);
        tenon::scope all(on.loop);
        all.spawn([](int socket) -> task<void> {
            unit::expect(co_await tenon::sleep(2ms));
            CHECK(::send(socket, "12345", 5, 0) == 5);
            CHECK(::shutdown(socket, SHUT_WR) == 0);
        }(far));
        CHECK(on.loop.run(receive_times(near, 3)) == "12345   ");
    }
    SECTION("TCP, where the peer resets it") {
        auto [near, far] = tcp_pair(on.loop);
        tenon::scope all(on.loop);
        all.spawn([](int socket) -> task<void> {
            unit::expect(co_await tenon::sleep(2ms));
            CHECK(::send(socket, "12345", 5, 0) == 5);
            unit::expect(co_await tenon::sleep(2ms));
            const ::linger reset = {1, 0};
            CHECK(::setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) == 0);
            ::close(socket);
        }(far.release()));
        CHECK(on.loop.run(receive_times(near, 2)) == "12345 (Connection reset by peer) ");
    }
    SECTION("Unix") {
        auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
        CHECK(::send(far.native_handle(), "12345", 5, 0) == 5);
        CHECK(far.close());
        CHECK(on.loop.run(receive_times(near, 3)) == "12345   ");
    }
}

TEMPLATE_TEST_CASE("short read: datagrams, each is shorter than the buffer and all are received", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    SECTION("UDP") {
        auto receiver = tenon::bind<tenon::udp>(on.loop, "127.0.0.1:0"_v4).value();
        auto sender = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
        const auto there = receiver.local_endpoint().value();
        const auto receives = [](auto& from) -> task<std::string> {
            std::string all;
            for (int round = 0; round != 3; ++round) {
                std::array<std::byte, 64> buffer;
                const auto got = co_await from.receive_from(buffer, within(5s));
                all += got ? std::string(tenon::as_text(got->data)) : "error";
            }
            co_return all;
        };
        tenon::scope all(on.loop);
        all.spawn([](auto& by, tenon::ipv4::endpoint to) -> task<void> {
            unit::expect(co_await tenon::sleep(2ms));
            for (const char* const each : {"a", "b", "c"})
                CHECK(by.send_to(std::string_view(each), to).has_value());
        }(sender, there));
        CHECK(on.loop.run(receives(receiver)) == "abc");
    }
    SECTION("Unix") {
        auto [near, far] = tenon::connected_pair<tenon::seqpacket, tenon::unix_domain>(on.loop).value();
        const auto receives = [](auto& from) -> task<std::string> {
            std::string all;
            for (int round = 0; round != 3; ++round) {
                std::array<std::byte, 64> buffer;
                const auto got = co_await from.receive(buffer, within(5s));
                all += got ? std::string(tenon::as_text(got->data)) : "error";
            }
            co_return all;
        };
        tenon::scope all(on.loop);
        all.spawn([](int socket) -> task<void> {
            unit::expect(co_await tenon::sleep(2ms));
            for (const char* const each : {"a", "b", "c"})
                CHECK(::send(socket, each, 1, 0) == 1);
        }(far.native_handle()));
        CHECK(on.loop.run(receives(near)) == "abc");
    }
}

TEMPLATE_TEST_CASE("within(0s): remembered readiness, is not believed: the one attempt is made", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tcp_pair(on.loop);
    const auto attempts = [](auto& from, int socket) -> task<void> {
        std::array<std::byte, 64> buffer;
        // The loop knows that nothing is there.
        const auto none = co_await from.receive(buffer, within(1ms));
        unit::expect(none, unit::timed_out);
        const auto nothing = co_await from.receive(buffer, within(0s));
        unit::expect(nothing, unit::timed_out);
        CHECK(::send(socket, "one", 3, 0) == 3);
        // No turn has come since: the loop cannot have heard of it.
        const auto one = co_await from.receive(buffer, within(0s));
        CHECK(unit::text_of(one) == "one");
        const auto none_again = co_await from.receive(buffer, within(0s));
        unit::expect(none_again, unit::timed_out);
        const auto refused = co_await from.receive(buffer, within(-1s));
        unit::expect(refused, unit::timed_out);
    };
    on.loop.run(attempts(near, far));
}

TEMPLATE_TEST_CASE("within(0s): after more attempts than a task may make in a row, makes its attempt all the same", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto attempts = [](auto& from, int socket) -> task<int> {
        int got = 0;
        for (int round = 0; round != 1'000; ++round) {
            std::array<std::byte, 1> buffer;
            CHECK(::send(socket, "x", 1, 0) == 1);
            const auto one = co_await from.receive(buffer, within(0s));
            got += one ? 1 : 0;
        }
        co_return got;
    };
    CHECK(on.loop.run(attempts(near, far.native_handle())) == 1'000);
}
