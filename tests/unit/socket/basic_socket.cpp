// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/scripted.hpp>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <tenon.hpp>

// Operations on empty sockets, which fail with bad_file_descriptor and have no effect; transitions,
// duplicates, and the directions of shutdown(2).

using namespace tenon;
using namespace tenon::literals;
using tenon::connected;

namespace {

/// Returns an empty socket: default-constructed, moved from or closed.
template <class Socket>
Socket emptied(int way, Socket socket) {
    switch (way) {
        case 0: return Socket();
        case 1: {
            Socket moved_to = std::move(socket);
            return socket;
        }
        default: static_cast<void>(socket.close()); return socket;
    }
}

template <class Result>
bool fails_as_empty(const Result& outcome) {
    return outcome.error() == std::errc::bad_file_descriptor;
}

auto tcp_connection() {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto local = tenon::connect<tcp>(listener.local_endpoint().value()).value();
    return std::pair(std::move(local), listener.accept().value());
}

}  // namespace

TEST_CASE("basic_socket: each operation on an empty connection fails with bad_file_descriptor") {
    for (int way = 0; way != 3; ++way) {
        auto socket = emptied(way, tcp_connection().first);
        std::string buffer(4, '.');
        unsent unsent_rest("x"_bytes);
        unfilled unfilled_rest(buffer);
        REQUIRE(socket.empty());
        CHECK(fails_as_empty(socket.send("x"_bytes)));
        CHECK(fails_as_empty(socket.send(""_bytes)));
        CHECK(fails_as_empty(socket.send(pieces{"x"_bytes, "y"_bytes})));
        CHECK(fails_as_empty(socket.send_all("x"_bytes)));
        CHECK(fails_as_empty(socket.send_all(""_bytes)));
        CHECK(fails_as_empty(socket.send_all(pieces{"x"_bytes, "y"_bytes})));
        CHECK(fails_as_empty(socket.send_all(unsent_rest)));
        CHECK(fails_as_empty(socket.receive(buffer)));
        CHECK(fails_as_empty(socket.receive(pieces{buffer, buffer})));
        CHECK(fails_as_empty(socket.receive_exactly(buffer)));
        CHECK(fails_as_empty(socket.receive_exactly(mutable_bytes())));
        CHECK(fails_as_empty(socket.receive_exactly(unfilled_rest)));
        CHECK(fails_as_empty(socket.peek(buffer)));
        CHECK(fails_as_empty(socket.peek(pieces{buffer, buffer})));
        CHECK(fails_as_empty(socket.send_urgent(std::byte{1})));
        CHECK(fails_as_empty(socket.receive_urgent()));
        CHECK(fails_as_empty(socket.at_mark()));
        CHECK(fails_as_empty(socket.available()));
        CHECK(fails_as_empty(socket.local_endpoint()));
        CHECK(fails_as_empty(socket.remote_endpoint()));
        CHECK(fails_as_empty(socket.set(options::no_delay{true})));
        CHECK(fails_as_empty(socket.get(options::no_delay{})));
        CHECK(fails_as_empty(socket.shutdown()));
        CHECK(fails_as_empty(socket.duplicate()));
        CHECK(fails_as_empty(socket.close()));
        CHECK(fails_as_empty(std::move(socket).shutdown_send()));
        CHECK(fails_as_empty(std::move(socket).shutdown_receive()));
        CHECK(fails_as_empty(std::move(socket).split()));
        CHECK(socket.release() == os::no_descriptor);
        CHECK((unsent_rest.done() == 0 && unfilled_rest.done() == 0));
        auto transformed = std::move(socket).template become<stream, connected>();
        CHECK(transformed.empty());
    }
}

TEST_CASE("basic_socket: each operation on an empty listener fails with bad_file_descriptor") {
    for (int way = 0; way != 3; ++way) {
        auto listener = emptied(way, tenon::listen<tcp>("127.0.0.1:0"_v4).value());
        CHECK(fails_as_empty(listener.accept()));
        CHECK(fails_as_empty(listener.accept_from()));
        CHECK(fails_as_empty(listener.shutdown()));
        CHECK(fails_as_empty(listener.local_endpoint()));
        CHECK(fails_as_empty(listener.duplicate()));
        CHECK(fails_as_empty(*listener.begin()));
    }
}

TEST_CASE(
    "basic_socket: each operation on an empty socket without a peer fails with bad_file_descriptor") {
    for (int way = 0; way != 3; ++way) {
        auto opened = emptied(way, tenon::open<udp, ipv4>().value());
        CHECK(fails_as_empty(opened.send_to("x"_bytes, "127.0.0.1:9"_v4)));
        CHECK(fails_as_empty(opened.send_to(pieces{"x"_bytes}, "127.0.0.1:9"_v4)));
        CHECK(fails_as_empty(std::move(opened).bind("127.0.0.1:0"_v4)));
        CHECK(fails_as_empty(std::move(opened).connect("127.0.0.1:9"_v4)));

        std::string buffer(4, '.');
        auto bound = emptied(way, tenon::bind<udp>("127.0.0.1:0"_v4).value());
        CHECK(fails_as_empty(bound.receive_from(buffer)));
        CHECK(fails_as_empty(bound.receive_from(pieces{buffer, buffer})));
        CHECK(fails_as_empty(bound.available()));
        CHECK(fails_as_empty(bound.shutdown()));

        auto stream_bound = emptied(way, tenon::bind<tcp>("127.0.0.1:0"_v4).value());
        CHECK(fails_as_empty(std::move(stream_bound).listen()));
        CHECK(fails_as_empty(std::move(stream_bound).connect("127.0.0.1:9"_v4)));
    }
}

TEST_CASE(
    "basic_socket: each operation on an empty datagram socket fails with bad_file_descriptor") {
    for (int way = 0; way != 3; ++way) {
        auto socket = emptied(way, tenon::connected_pair<datagram, unix_domain>().value().first);
        std::string buffer(4, '.');
        CHECK(fails_as_empty(socket.send("x"_bytes)));
        CHECK(fails_as_empty(socket.receive(buffer)));
        CHECK(fails_as_empty(socket.peek(buffer)));
        CHECK(fails_as_empty(std::move(socket).disconnect()));
    }
}

TEST_CASE("bind: a transition that fails leaves the socket in its state") {
    auto in_use = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    auto socket = tenon::open<udp, ipv4>().value();
    const int descriptor = socket.native_handle();
    CHECK(std::move(socket).bind(in_use.local_endpoint().value()).error() ==
          std::errc::address_in_use);
    CHECK(socket.native_handle() == descriptor);
    auto bound = std::move(socket).bind("127.0.0.1:0"_v4);
    REQUIRE(bound);
    CHECK(socket.empty());
    CHECK(bound->native_handle() == descriptor);
}

TEST_CASE("duplicate: returns another descriptor of the same socket, close-on-exec") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    auto duplicate = local.duplicate().value();
    CHECK(duplicate.native_handle() != local.native_handle());
    CHECK(unit::closes_on_exec(duplicate.native_handle()));
    CHECK(local.close());
    CHECK(duplicate.send("x"_bytes).value() == 1);
    CHECK(peer.available().value() == 1);
}

TEST_CASE("basic_socket: each verb, accept and split make close-on-exec descriptors") {
    auto listener = tenon::listen<stream>(unix_domain::unnamed()).value();
    auto local = tenon::connect<stream>(listener.local_endpoint().value()).value();
    const auto accepted = listener.accept().value();
    const auto second_connection =
        tenon::connect<stream>(listener.local_endpoint().value()).value();
    const auto from = listener.accept_from().value();
    const auto pair = tenon::connected_pair<seqpacket, unix_domain>().value();
    const auto opened = tenon::open<tcp, ipv6>().value();
    const auto bound = tenon::bind<udp>("[::1]:0"_v6).value();
    for (const int descriptor :
         {listener.native_handle(), local.native_handle(), accepted.native_handle(),
          second_connection.native_handle(), from.socket.native_handle(),
          pair.first.native_handle(), pair.second.native_handle(), opened.native_handle(),
          bound.native_handle()})
        CHECK(unit::closes_on_exec(descriptor));
    const auto [receiving, sending] = std::move(local).split().value();
    CHECK(unit::closes_on_exec(receiving.native_handle()));
    CHECK(unit::closes_on_exec(sending.native_handle()));
}

TEST_CASE("basic_socket: can be moved and not copied") {
    using socket = tenon::connection<tcp, ipv4>;
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<socket>);
    STATIC_REQUIRE(std::is_nothrow_move_assignable_v<socket>);
    STATIC_REQUIRE(std::is_nothrow_default_constructible_v<socket>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<socket>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<socket>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<int, socket>);
}

TEST_CASE("shutdown_send, shutdown_receive, shutdown: pass their direction to shutdown(2)") {
    const auto direction_of = [](auto shut_down) {
        unit::script kernel;
        const unit::scripted_driver driver{unit::scripted(kernel)};
        // The returned socket is released, because a sending half calls shutdown(2) on destruction.
        shut_down(
            basic_socket<tcp, ipv4, connected, unit::scripted_driver>(tenon::unchecked, 7, driver));
        CHECK(kernel.only_request("shutdown").descriptor == 7);
        return kernel.only_request("shutdown").which;
    };
    CHECK(direction_of([](auto socket) {
              static_cast<void>(std::move(socket).shutdown_send().value().release());
          }) == os::direction::sending);
    CHECK(direction_of([](auto socket) {
              static_cast<void>(std::move(socket).shutdown_receive().value().release());
          }) == os::direction::receiving);
    CHECK(direction_of([](auto socket) { CHECK(socket.shutdown()); }) == os::direction::both);
}

TEST_CASE("basic_socket: a sending half shuts its sending direction down on destruction") {
    unit::script kernel;
    const unit::scripted_driver driver{unit::scripted(kernel)};
    {
        basic_socket<tcp, ipv4, sending, unit::scripted_driver> half(tenon::unchecked, 7, driver);
    }
    CHECK(kernel.calls_made == std::vector<std::string>{"shutdown", "close"});
    CHECK(kernel.only_request("shutdown").which == os::direction::sending);
    CHECK(kernel.only_request("close").descriptor == 7);
}
