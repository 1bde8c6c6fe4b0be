// SPDX-License-Identifier: BSL-1.0

// Connections that end before they are accepted, and descriptors that are adopted.

#include <sys/socket.h>

#include <optional>
#include <support/catch.hpp>

#include "../helpers/asleep.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

namespace {

/// Connects, and resets the connection before it is accepted.
template <class Endpoint>
void abort_connection(const Endpoint& remote) {
    auto client = tenon::connect<tenon::tcp>(remote).value();
    client.set(tenon::options::linger{{true, 0}}).value();
}

/// Whether a connection carries "hello". Linux also returns aborted connections from accept(2);
/// receive then reports the reset.
template <class Socket>
bool receives_hello(Socket& peer) {
    std::array<std::byte, 16> buffer;
    const auto got = peer.receive(buffer);
    return got && text_of(*got) == "hello";
}

}  // namespace

TEMPLATE_TEST_CASE("accept: aborted connections are not errors of the listener", "", tenon::ipv4,
                   tenon::ipv6) {
    const deadline guard("accept: aborted connections are not errors of the listener");
    auto listener = tenon::listen<tenon::tcp>(anywhere<TestType>()).value();
    const auto remote = listener.local_endpoint().value();
    for (int index = 0; index != 3; ++index)
        abort_connection(remote);
    auto client = tenon::connect<tenon::tcp>(remote).value();
    send_text(client, "hello");

    SECTION("accept: the open connection follows the aborted ones") {
        auto peer = listener.accept().value();
        while (!receives_hello(peer))
            peer = listener.accept().value();
        CHECK(talk(client, peer));
    }
    SECTION("accept_from: the open connection follows the aborted ones") {
        auto peer = listener.accept_from().value();
        while (!receives_hello(peer.socket))
            peer = listener.accept_from().value();
        CHECK(peer.from == client.local_endpoint().value());
    }
    SECTION("iteration: the open connection follows the aborted ones") {
        for (auto&& peer : listener) {
            REQUIRE(peer);
            if (receives_hello(*peer))
                break;
        }
    }
}

TEST_CASE("accept: a Unix client that has closed is accepted, and its stream has ended") {
    const deadline guard(
        "accept: a Unix client that has closed is accepted, and its stream has ended");
    auto listener = tenon::listen<tenon::stream>(tenon::unix_domain::unnamed()).value();
    static_cast<void>(tenon::connect<tenon::stream>(listener.local_endpoint().value()).value());
    auto peer = listener.accept().value();
    std::array<std::byte, 16> buffer;
    CHECK(peer.receive(buffer).value().empty());
}

TEST_CASE("adopt: a nonblocking descriptor becomes blocking") {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard("adopt: a nonblocking descriptor becomes blocking");
    SECTION("connected: receive_exactly waits for data") {
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
        auto local =
            tenon::adopt<tenon::stream, tenon::unix_domain, tenon::connected>(ends[0]).value();
        auto peer =
            tenon::adopt<tenon::stream, tenon::unix_domain, tenon::connected>(ends[1]).value();
        CHECK_FALSE(is_nonblocking(local.native_handle()));
        std::string got;
        sleeper thread([&] { got = receive_text(local, 5); });
        thread.wait_until_asleep();
        send_text(peer, "hello");
        thread.join();
        CHECK(got == "hello");
    }
    SECTION("listening: accept waits for a connection") {
        auto native = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
        make_nonblocking(native.native_handle());
        auto listener =
            tenon::adopt<tenon::tcp, tenon::ipv4, tenon::listening>(native.release()).value();
        const auto remote = listener.local_endpoint().value();
        std::optional<tenon::connection<tenon::tcp, tenon::ipv4>> peer;
        sleeper thread([&] { peer = listener.accept().value(); });
        thread.wait_until_asleep();
        auto client = tenon::connect<tenon::tcp>(remote).value();
        thread.join();
        CHECK(talk(client, *peer));
    }
}

TEST_CASE("receive_exactly, send_all: they wait although a duplicate has set O_NONBLOCK") {
    if (!sleeper::is_supported())
        SKIP_TEST(sleeper::why_unsupported);
    const deadline guard(
        "receive_exactly, send_all: they wait although a duplicate has set O_NONBLOCK");
    auto both = joined<tenon::tcp, tenon::ipv4>();
    auto duplicate = both.socket.duplicate().value();
    make_nonblocking(duplicate.native_handle());

    std::string got;
    sleeper receiver([&] { got = receive_text(both.socket, 5); });
    receiver.wait_until_asleep();
    send_text(both.peer, "hello");
    receiver.join();
    CHECK(got == "hello");

    both.socket.set(tenon::options::send_buffer_size{1 << 16}).value();
    both.peer.set(tenon::options::receive_buffer_size{1 << 16}).value();
    const std::string megabytes(4 << 20, '.');
    bool sent = false;
    sleeper sender([&] { sent = both.socket.send_all(megabytes).has_value(); });
    sender.wait_until_asleep();
    CHECK(receive_text(both.peer, megabytes.size()) == megabytes);
    sender.join();
    CHECK(sent);
}

TEST_CASE("adopt: a refused descriptor is reported with its reason, and stays open") {
    const deadline guard("adopt: a refused descriptor is reported with its reason, and stays open");
    using tenon::adopt;
    using tenon::errc;
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    CHECK((adopt<tenon::tcp, tenon::ipv4, tenon::opened>(ends[0]).error() ==
           std::errc::not_a_socket));
    CHECK(::close(ends[0]) == 0);
    CHECK(::close(ends[1]) == 0);
    CHECK((adopt<tenon::tcp, tenon::ipv4, tenon::opened>(ends[0]).error() ==
           std::errc::bad_file_descriptor));
    CHECK((adopt<tenon::tcp, tenon::ipv4, tenon::opened>(-1).error() ==
           std::errc::bad_file_descriptor));

    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const int foreign = listener.native_handle();
    CHECK(
        (adopt<tenon::udp, tenon::ipv4, tenon::bound>(foreign).error() == errc::wrong_socket_type));
    CHECK(
        (adopt<tenon::tcp, tenon::ipv6, tenon::listening>(foreign).error() == errc::wrong_family));
    CHECK((adopt<tenon::tcp, tenon::ipv4, tenon::bound>(foreign).error() == errc::wrong_state));
    CHECK((adopt<tenon::tcp, tenon::ipv4, tenon::connected>(foreign).error() == errc::wrong_state));
    auto raw = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    CHECK((adopt<tenon::icmp_echo, tenon::ipv4, tenon::bound>(raw.native_handle()).error() ==
           errc::wrong_protocol));
    CHECK((adopt<tenon::udp, tenon::ipv4, tenon::connected>(raw.native_handle()).error() ==
           errc::wrong_state));
    auto both = joined<tenon::tcp, tenon::ipv4>();
    CHECK((adopt<tenon::tcp, tenon::ipv4, tenon::opened>(both.socket.native_handle()).error() ==
           errc::wrong_state));
    CHECK((adopt<tenon::tcp, tenon::ipv4, tenon::listening>(both.socket.native_handle()).error() ==
           errc::wrong_state));
    CHECK(talk(both.socket, both.peer));
    CHECK(tenon::connect<tenon::tcp>(listener.local_endpoint().value()).has_value());
}
