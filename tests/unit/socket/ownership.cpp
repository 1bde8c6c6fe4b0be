// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/masked.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/scripted.hpp>

#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

using tenon::stream;
using tenon::unix_domain;
using unit::is_open;
using unit::script;
using unit::scripted;
using unit::scripted_driver;
using calls = std::vector<std::string>;

namespace {

template <class State>
using socket_in = tenon::basic_socket<tenon::tcp, tenon::ipv4, State, scripted_driver>;

template <class State>
calls calls_on_destruction(socket_in<State> (*move_through)(socket_in<State>)) {
    script kernel;
    static_cast<void>(
        move_through(socket_in<State>(tenon::unchecked, 7, scripted_driver(scripted(kernel)))));
    return kernel.calls_made;
}

}  // namespace

TEST_CASE("basic_socket: only a sending half calls shutdown(2) on destruction") {
    CHECK(calls_on_destruction<tenon::sending>([](auto socket) { return socket; }) ==
          calls{"shutdown", "close"});
    CHECK(calls_on_destruction<tenon::receiving>([](auto socket) { return socket; }) ==
          calls{"close"});
    CHECK(calls_on_destruction<tenon::connected>([](auto socket) { return socket; }) ==
          calls{"close"});
    CHECK(calls_on_destruction<tenon::listening>([](auto socket) { return socket; }) ==
          calls{"close"});
}

TEST_CASE("basic_socket: a sending half shuts down on close and assignment, not on release") {
    using half = socket_in<tenon::sending>;
    const calls expected = {"shutdown", "close"};
    script kernel;
    half closed(tenon::unchecked, 7, scripted_driver(scripted(kernel)));
    CHECK(closed.close());
    CHECK(kernel.calls_made == expected);
    CHECK(closed.close().error() == std::errc::bad_file_descriptor);
    CHECK(kernel.calls_made == expected);

    script replaced;
    script second_kernel;
    half first(tenon::unchecked, 7, scripted_driver(scripted(replaced)));
    first = half(tenon::unchecked, 8, scripted_driver(scripted(second_kernel)));
    CHECK(replaced.calls_made == expected);
    CHECK(second_kernel.calls_made.empty());

    script released_kernel;
    {
        half released(tenon::unchecked, 9, scripted_driver(scripted(released_kernel)));
        CHECK(released.release() == 9);
    }
    CHECK(released_kernel.calls_made.empty());
}

TEST_CASE("basic_socket: assignment closes the previous descriptor") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    const int first = local.native_handle();
    const int second = peer.native_handle();
    local = std::move(peer);
    CHECK_FALSE(is_open(first));
    CHECK(local.native_handle() == second);
    CHECK(peer.empty());
    auto& same = local;
    local = std::move(same);
    CHECK(local.native_handle() == second);
    CHECK(is_open(second));
}

TEST_CASE("release, release_handle: the descriptor stays open and the socket is empty") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    const unit::owned descriptor = local.release();
    CHECK(local.empty());
    CHECK(local.native_handle() == tenon::os::no_descriptor);
    CHECK(is_open(descriptor));
    CHECK(local.close().error() == std::errc::bad_file_descriptor);
    auto handle = peer.release_handle();
    CHECK(peer.empty());
    CHECK(is_open(handle.descriptor()));
}

TEST_CASE(
    "basic_socket: a blocking socket has the size of its descriptor, driver and system are accessible") {
    STATIC_REQUIRE(sizeof(tenon::connection<tenon::tcp, tenon::ipv4>) == sizeof(int));
    STATIC_REQUIRE(sizeof(tenon::listener<stream, unix_domain>) == sizeof(int));
    STATIC_REQUIRE(sizeof(tenon::result<tenon::connection<tenon::tcp, tenon::ipv4>>) == 8);
    script kernel;
    const socket_in<tenon::connected> socket(tenon::unchecked, 7,
                                             scripted_driver(scripted(kernel)));
    static_cast<void>(socket.driver().close(1));
    static_cast<void>(socket.system().close(1));
    CHECK(kernel.calls_made == calls{"close", "close"});
}

TEST_CASE("session: moves with its socket and is used by the operations") {
    using layered = support::masked<stream>;
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    auto session = support::masking();
    session.key = std::byte{0x55};
    auto masked = std::move(local).become<layered, tenon::connected>(session);
    CHECK(masked.session().key == std::byte{0x55});
    auto moved = std::move(masked);
    CHECK(moved.session().key == std::byte{0x55});
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<decltype(moved)>);
    using namespace tenon::literals;
    CHECK(moved.send("abc"_bytes).value() == 3);
    CHECK(moved.session().sent == 3);
    std::string received(3, '.');
    REQUIRE(peer.receive_exactly(received));
    CHECK(received == std::string{'a' ^ 0x55, 'b' ^ 0x55, 'c' ^ 0x55});
}

TEST_CASE("perform: performs an operation under the driver of the socket") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    using namespace tenon::literals;
    CHECK(local.perform(tenon::operation::send<tenon::const_bytes>("x"_bytes)).value() == 1);
    CHECK(peer.available().value() == 1);
}
