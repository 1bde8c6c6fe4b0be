// SPDX-License-Identifier: BSL-1.0

// A receive that is shorter than its buffer has not always emptied the socket. A loop that assumes
// so would sleep although data is there.

#include <support/catch.hpp>
#include <unit/support/child_process.hpp>
#include <unit/support/loops.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

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

/// Receives `count` times. Returns the texts, each followed by a space.
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
    unit::owned peer = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto endpoint = listener.local_endpoint().value();
    REQUIRE(::connect(peer, endpoint.data(), endpoint.size()) == 0);
    auto local = listener.accept().value();
    auto adopted =
        tenon::adopt<tenon::tcp, tenon::ipv4, tenon::connected>(loop, local.release()).value();
    return {std::move(adopted), std::move(peer)};
}

}  // namespace

TEMPLATE_TEST_CASE(
    "receive: after a short receive with a descriptor on a Unix stream, the following data is received",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    tenon::scope all(on.loop);
    all.spawn([](int socket) -> task<void> {
        unit::expect(co_await tenon::sleep(2ms));
        send_with_descriptor(socket, "12345", STDERR_FILENO);
        CHECK(::send(socket, "67890", 5, 0) == 5);
    }(peer.native_handle()));
    CHECK(on.loop.run(receive_times(local, 2)) == "12345 67890 ");
}

TEMPLATE_TEST_CASE(
    "receive: after a short receive from the first of two senders with credentials, the data of the second is received",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const int yes = 1;
    REQUIRE(::setsockopt(local.native_handle(), SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes) == 0);
    tenon::scope all(on.loop);
    all.spawn([](int socket) -> task<void> {
        unit::expect(co_await tenon::sleep(2ms));
        CHECK(::send(socket, "12345", 5, 0) == 5);
        CHECK(unit::in_child_process([=] { return ::send(socket, "67890", 5, 0) == 5; }));
    }(peer.native_handle()));
    CHECK(on.loop.run(receive_times(local, 2)) == "12345 67890 ");
}

TEMPLATE_TEST_CASE(
    "receive: after a short receive before urgent data on TCP, the following data is received", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tcp_pair(on.loop);
    const auto sends = [](int socket) -> task<void> {
        unit::expect(co_await tenon::sleep(2ms));
        CHECK(::send(socket, "12345", 5, 0) == 5);
        CHECK(::send(socket, "U", 1, MSG_OOB) == 1);
        CHECK(::send(socket, "67890", 5, 0) == 5);
    };
    tenon::scope all(on.loop);
    SECTION("receive: the urgent data arrives before the receive") {
        all.spawn(sends(peer));
        on.loop.run([]() -> task<void> { unit::expect(co_await tenon::sleep(20ms)); }());
    }
    SECTION("receive: the urgent data arrives during the wait") {
        all.spawn(sends(peer));
        CHECK_FALSE(all.empty());
    }
    SECTION("receive: the urgent data arrives after another short receive") {
        CHECK(::send(peer, "abc", 3, 0) == 3);
        CHECK(on.loop.run(receive_times(local, 1)) == "abc ");
        all.spawn(sends(peer));
    }
    CHECK(on.loop.run(receive_times(local, 2)) == "12345 67890 ");
}

TEMPLATE_TEST_CASE("receive: after a short receive, the end of the stream is received", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    SECTION("tcp: the peer shuts down") {
        auto [local, peer] = tcp_pair(on.loop);
        tenon::scope all(on.loop);
        all.spawn([](int socket) -> task<void> {
            unit::expect(co_await tenon::sleep(2ms));
            CHECK(::send(socket, "12345", 5, 0) == 5);
            CHECK(::shutdown(socket, SHUT_WR) == 0);
        }(peer));
        CHECK(on.loop.run(receive_times(local, 3)) == "12345   ");
    }
    SECTION("tcp: the peer resets the connection") {
        auto [local, peer] = tcp_pair(on.loop);
        tenon::scope all(on.loop);
        all.spawn([](int socket) -> task<void> {
            unit::expect(co_await tenon::sleep(2ms));
            CHECK(::send(socket, "12345", 5, 0) == 5);
            unit::expect(co_await tenon::sleep(2ms));
            const ::linger reset = {1, 0};
            CHECK(::setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) == 0);
            ::close(socket);
        }(peer.release()));
        CHECK(on.loop.run(receive_times(local, 2)) == "12345 (Connection reset by peer) ");
    }
    SECTION("stream: the peer of a Unix socket closes") {
        auto [local, peer] =
            tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
        CHECK(::send(peer.native_handle(), "12345", 5, 0) == 5);
        CHECK(peer.close());
        CHECK(on.loop.run(receive_times(local, 3)) == "12345   ");
    }
}

TEMPLATE_TEST_CASE("receive, receive_from: datagrams shorter than the buffer are all received", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    SECTION("udp: three messages") {
        auto receiver = tenon::bind<tenon::udp>(on.loop, "127.0.0.1:0"_v4).value();
        auto sender = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
        const auto endpoint = receiver.local_endpoint().value();
        const auto receives = [](auto& from) -> task<std::string> {
            std::string all;
            for (int round = 0; round != 3; ++round) {
                std::array<std::byte, 64> buffer;
                const auto received = co_await from.receive_from(buffer, within(5s));
                all += received ? std::string(tenon::as_text(received->data)) : "error";
            }
            co_return all;
        };
        tenon::scope all(on.loop);
        all.spawn([](auto& by, tenon::ipv4::endpoint to) -> task<void> {
            unit::expect(co_await tenon::sleep(2ms));
            for (const char* const each : {"a", "b", "c"})
                CHECK(by.send_to(std::string_view(each), to).has_value());
        }(sender, endpoint));
        CHECK(on.loop.run(receives(receiver)) == "abc");
    }
    SECTION("seqpacket: three messages") {
        auto [local, peer] =
            tenon::connected_pair<tenon::seqpacket, tenon::unix_domain>(on.loop).value();
        const auto receives = [](auto& from) -> task<std::string> {
            std::string all;
            for (int round = 0; round != 3; ++round) {
                std::array<std::byte, 64> buffer;
                const auto received = co_await from.receive(buffer, within(5s));
                all += received ? std::string(tenon::as_text(received->data)) : "error";
            }
            co_return all;
        };
        tenon::scope all(on.loop);
        all.spawn([](int socket) -> task<void> {
            unit::expect(co_await tenon::sleep(2ms));
            for (const char* const each : {"a", "b", "c"})
                CHECK(::send(socket, each, 1, 0) == 1);
        }(peer.native_handle()));
        CHECK(on.loop.run(receives(local)) == "abc");
    }
}

TEMPLATE_TEST_CASE("within(0s): makes an attempt, although the last one found no data", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tcp_pair(on.loop);
    const auto receive_within_zero = [](auto& from, int socket) -> task<void> {
        std::array<std::byte, 64> buffer;
        // After this receive the loop knows that the socket has no data.
        const auto none = co_await from.receive(buffer, within(1ms));
        unit::expect(none, unit::timed_out);
        const auto nothing = co_await from.receive(buffer, within(0s));
        unit::expect(nothing, unit::timed_out);
        CHECK(::send(socket, "one", 3, 0) == 3);
        // The loop has run no turn since, so it has received no event.
        const auto one = co_await from.receive(buffer, within(0s));
        CHECK(unit::text_of(one) == "one");
        const auto none_again = co_await from.receive(buffer, within(0s));
        unit::expect(none_again, unit::timed_out);
        const auto refused = co_await from.receive(buffer, within(-1s));
        unit::expect(refused, unit::timed_out);
    };
    on.loop.run(receive_within_zero(local, peer));
}

TEMPLATE_TEST_CASE(
    "within(0s): makes its attempt, also after more attempts than a task may make in a row", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto receive_within_zero = [](auto& from, int socket) -> task<int> {
        int received = 0;
        for (int round = 0; round != 1'000; ++round) {
            std::array<std::byte, 1> buffer;
            CHECK(::send(socket, "x", 1, 0) == 1);
            const auto one = co_await from.receive(buffer, within(0s));
            received += one ? 1 : 0;
        }
        co_return received;
    };
    CHECK(on.loop.run(receive_within_zero(local, peer.native_handle())) == 1'000);
}
