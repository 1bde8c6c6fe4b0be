// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/scripted.hpp>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <tenon.hpp>

// An empty socket, however it came to be so: every operation on it fails with bad_file_descriptor,
// and harms nothing.

using namespace tenon;
using namespace tenon::literals;
using tenon::connected;

namespace {

/// The three ways to be empty.
template <class Socket>
Socket emptied(int way, Socket made) {
    switch (way) {
        case 0: return Socket();
        case 1: {
            Socket taken = std::move(made);
            return made;
        }
        default: static_cast<void>(made.close()); return made;
    }
}

template <class Result>
bool is_bad(const Result& outcome) {
    return outcome.error() == std::errc::bad_file_descriptor;
}

auto tcp_connection() {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto near = tenon::connect<tcp>(listener.local_endpoint().value()).value();
    return std::pair(std::move(near), listener.accept().value());
}

}  // namespace

TEST_CASE("every operation on an empty connection fails") {
    for (int way = 0; way != 3; ++way) {
        auto socket = emptied(way, tcp_connection().first);
        std::string buffer(4, '.');
        unsent unsent_rest("x"_bytes);
        unfilled unfilled_rest(buffer);
        REQUIRE(socket.empty());
        CHECK(is_bad(socket.send("x"_bytes)));
        CHECK(is_bad(socket.send(""_bytes)));
        CHECK(is_bad(socket.send(pieces{"x"_bytes, "y"_bytes})));
        CHECK(is_bad(socket.send_all("x"_bytes)));
        CHECK(is_bad(socket.send_all(""_bytes)));
        CHECK(is_bad(socket.send_all(pieces{"x"_bytes, "y"_bytes})));
        CHECK(is_bad(socket.send_all(unsent_rest)));
        CHECK(is_bad(socket.receive(buffer)));
        CHECK(is_bad(socket.receive(pieces{buffer, buffer})));
        CHECK(is_bad(socket.receive_exactly(buffer)));
        CHECK(is_bad(socket.receive_exactly(mutable_bytes())));
        CHECK(is_bad(socket.receive_exactly(unfilled_rest)));
        CHECK(is_bad(socket.peek(buffer)));
        CHECK(is_bad(socket.peek(pieces{buffer, buffer})));
        CHECK(is_bad(socket.send_urgent(std::byte{1})));
        CHECK(is_bad(socket.receive_urgent()));
        CHECK(is_bad(socket.at_mark()));
        CHECK(is_bad(socket.available()));
        CHECK(is_bad(socket.local_endpoint()));
        CHECK(is_bad(socket.remote_endpoint()));
        CHECK(is_bad(socket.set(options::no_delay{true})));
        CHECK(is_bad(socket.get(options::no_delay{})));
        CHECK(is_bad(socket.shutdown()));
        CHECK(is_bad(socket.duplicate()));
        CHECK(is_bad(socket.close()));
        CHECK(is_bad(std::move(socket).shutdown_send()));
        CHECK(is_bad(std::move(socket).shutdown_receive()));
        CHECK(is_bad(std::move(socket).split()));
        CHECK(socket.release() == os::no_descriptor);
        CHECK((unsent_rest.done() == 0 && unfilled_rest.done() == 0));
        auto become = std::move(socket).template become<stream, connected>();
        CHECK(become.empty());
    }
}

TEST_CASE("every operation on an empty listener fails") {
    for (int way = 0; way != 3; ++way) {
        auto listener = emptied(way, tenon::listen<tcp>("127.0.0.1:0"_v4).value());
        CHECK(is_bad(listener.accept()));
        CHECK(is_bad(listener.accept_from()));
        CHECK(is_bad(listener.shutdown()));
        CHECK(is_bad(listener.local_endpoint()));
        CHECK(is_bad(listener.duplicate()));
        CHECK(is_bad(*listener.begin()));
    }
}

TEST_CASE("every operation on an empty socket without a peer fails") {
    for (int way = 0; way != 3; ++way) {
        auto opened = emptied(way, tenon::open<udp, ipv4>().value());
        CHECK(is_bad(opened.send_to("x"_bytes, "127.0.0.1:9"_v4)));
        CHECK(is_bad(opened.send_to(pieces{"x"_bytes}, "127.0.0.1:9"_v4)));
        CHECK(is_bad(std::move(opened).bind("127.0.0.1:0"_v4)));
        CHECK(is_bad(std::move(opened).connect("127.0.0.1:9"_v4)));

        std::string buffer(4, '.');
        auto bound = emptied(way, tenon::bind<udp>("127.0.0.1:0"_v4).value());
        CHECK(is_bad(bound.receive_from(buffer)));
        CHECK(is_bad(bound.receive_from(pieces{buffer, buffer})));
        CHECK(is_bad(bound.available()));
        CHECK(is_bad(bound.shutdown()));

        auto stream_bound = emptied(way, tenon::bind<tcp>("127.0.0.1:0"_v4).value());
        CHECK(is_bad(std::move(stream_bound).listen()));
        CHECK(is_bad(std::move(stream_bound).connect("127.0.0.1:9"_v4)));
    }
}

TEST_CASE("every operation on an empty socket of messages fails") {
    for (int way = 0; way != 3; ++way) {
        auto socket = emptied(way, tenon::connected_pair<datagram, unix_domain>().value().first);
        std::string buffer(4, '.');
        CHECK(is_bad(socket.send("x"_bytes)));
        CHECK(is_bad(socket.receive(buffer)));
        CHECK(is_bad(socket.peek(buffer)));
        CHECK(is_bad(std::move(socket).disconnect()));
    }
}

TEST_CASE("a transition that fails leaves the socket where it was") {
    auto taken = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    auto socket = tenon::open<udp, ipv4>().value();
    const int descriptor = socket.native_handle();
    CHECK(std::move(socket).bind(taken.local_endpoint().value()).error() == std::errc::address_in_use);
    CHECK(socket.native_handle() == descriptor);
    auto bound = std::move(socket).bind("127.0.0.1:0"_v4);
    REQUIRE(bound);
    CHECK(socket.empty());
    CHECK(bound->native_handle() == descriptor);
}

TEST_CASE("a duplicate is another descriptor of the same socket, close-on-exec") {
    auto [near, far] = tenon::connected_pair<stream, unix_domain>().value();
    auto other = near.duplicate().value();
    CHECK(other.native_handle() != near.native_handle());
    CHECK(unit::closes_on_exec(other.native_handle()));
    CHECK(near.close());
    CHECK(other.send("x"_bytes).value() == 1);
    CHECK(far.available().value() == 1);
}

TEST_CASE("whatever makes a socket makes it close-on-exec") {
    auto listener = tenon::listen<stream>(unix_domain::unnamed()).value();
    auto near = tenon::connect<stream>(listener.local_endpoint().value()).value();
    const auto accepted = listener.accept().value();
    const auto again = tenon::connect<stream>(listener.local_endpoint().value()).value();
    const auto from = listener.accept_from().value();
    const auto pair = tenon::connected_pair<seqpacket, unix_domain>().value();
    const auto opened = tenon::open<tcp, ipv6>().value();
    const auto bound = tenon::bind<udp>("[::1]:0"_v6).value();
    for (const int descriptor : {listener.native_handle(), near.native_handle(), accepted.native_handle(),
                                 again.native_handle(), from.socket.native_handle(), pair.first.native_handle(),
                                 pair.second.native_handle(), opened.native_handle(), bound.native_handle()})
        CHECK(unit::closes_on_exec(descriptor));
    const auto [receiving, sending] = std::move(near).split().value();
    CHECK(unit::closes_on_exec(receiving.native_handle()));
    CHECK(unit::closes_on_exec(sending.native_handle()));
}

TEST_CASE("a socket moves, and does not copy") {
    using socket = tenon::connection<tcp, ipv4>;
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<socket>);
    STATIC_REQUIRE(std::is_nothrow_move_assignable_v<socket>);
    STATIC_REQUIRE(std::is_nothrow_default_constructible_v<socket>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<socket>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<socket>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<int, socket>);
}

TEST_CASE("each way to shut a socket names its direction") {
    const auto direction_of = [](auto shut) {
        unit::script kernel;
        const unit::scripted_driver driver{unit::scripted(kernel)};
        // Whatever comes of it is released: the end of a sending half would shut its direction too.
        shut(basic_socket<tcp, ipv4, connected, unit::scripted_driver>(tenon::unchecked, 7, driver));
        CHECK(kernel.only_request("shutdown").descriptor == 7);
        return kernel.only_request("shutdown").which;
    };
    CHECK(direction_of([](auto socket) { static_cast<void>(std::move(socket).shutdown_send().value().release()); }) ==
          os::direction::sending);
    CHECK(direction_of([](auto socket) { static_cast<void>(std::move(socket).shutdown_receive().value().release()); }) ==
          os::direction::receiving);
    CHECK(direction_of([](auto socket) { CHECK(socket.shutdown()); }) == os::direction::both);
}

TEST_CASE("the end of a sending half shuts the direction in which it sends") {
    unit::script kernel;
    const unit::scripted_driver driver{unit::scripted(kernel)};
    {
        basic_socket<tcp, ipv4, sending, unit::scripted_driver> half(tenon::unchecked, 7, driver);
    }
    CHECK(kernel.calls_made == std::vector<std::string>{"shutdown", "close"});
    CHECK(kernel.only_request("shutdown").which == os::direction::sending);
    CHECK(kernel.only_request("close").descriptor == 7);
}
