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
using plain = tenon::basic_socket<tenon::tcp, tenon::ipv4, State, scripted_driver>;

template <class State>
calls made_at_the_end_of(plain<State> (*use)(plain<State>)) {
    script kernel;
    static_cast<void>(use(plain<State>(tenon::unchecked, 7, scripted_driver(scripted(kernel)))));
    return kernel.calls_made;
}

}  // namespace

TEST_CASE("the end of a sending half shuts its direction, and that of no other state does") {
    CHECK(made_at_the_end_of<tenon::sending>([](auto socket) { return socket; }) == calls{"shutdown", "close"});
    CHECK(made_at_the_end_of<tenon::receiving>([](auto socket) { return socket; }) == calls{"close"});
    CHECK(made_at_the_end_of<tenon::connected>([](auto socket) { return socket; }) == calls{"close"});
    CHECK(made_at_the_end_of<tenon::listening>([](auto socket) { return socket; }) == calls{"close"});
}

TEST_CASE("a sending half shuts its direction however it ends") {
    using half = plain<tenon::sending>;
    const calls ended = {"shutdown", "close"};
    script kernel;
    half closed(tenon::unchecked, 7, scripted_driver(scripted(kernel)));
    CHECK(closed.close());
    CHECK(kernel.calls_made == ended);
    CHECK(closed.close().error() == std::errc::bad_file_descriptor);
    CHECK(kernel.calls_made == ended);

    script replaced;
    script other;
    half first(tenon::unchecked, 7, scripted_driver(scripted(replaced)));
    first = half(tenon::unchecked, 8, scripted_driver(scripted(other)));
    CHECK(replaced.calls_made == ended);
    CHECK(other.calls_made.empty());

    script given_away;
    {
        half released(tenon::unchecked, 9, scripted_driver(scripted(given_away)));
        CHECK(released.release() == 9);
    }
    CHECK(given_away.calls_made.empty());
}

TEST_CASE("a socket that is assigned to closes first what it had") {
    auto [one, other] = tenon::connected_pair<stream, unix_domain>().value();
    const int first = one.native_handle();
    const int second = other.native_handle();
    one = std::move(other);
    CHECK_FALSE(is_open(first));
    CHECK(one.native_handle() == second);
    CHECK(other.empty());
    auto& same = one;
    one = std::move(same);
    CHECK(one.native_handle() == second);
    CHECK(is_open(second));
}

TEST_CASE("a descriptor that is given away stays open, and the socket is empty") {
    auto [one, other] = tenon::connected_pair<stream, unix_domain>().value();
    const unit::owned descriptor = one.release();
    CHECK(one.empty());
    CHECK(one.native_handle() == tenon::os::no_descriptor);
    CHECK(is_open(descriptor));
    CHECK(one.close().error() == std::errc::bad_file_descriptor);
    auto handle = other.release_handle();
    CHECK(other.empty());
    CHECK(is_open(handle.descriptor()));
}

TEST_CASE("a blocking socket is the size of its descriptor, and knows its driver") {
    STATIC_REQUIRE(sizeof(tenon::connection<tenon::tcp, tenon::ipv4>) == sizeof(int));
    STATIC_REQUIRE(sizeof(tenon::listener<stream, unix_domain>) == sizeof(int));
    STATIC_REQUIRE(sizeof(tenon::result<tenon::connection<tenon::tcp, tenon::ipv4>>) == 8);
    script kernel;
    const plain<tenon::connected> socket(tenon::unchecked, 7, scripted_driver(scripted(kernel)));
    static_cast<void>(socket.driver().close(1));
    static_cast<void>(socket.system().close(1));
    CHECK(kernel.calls_made == calls{"close", "close"});
}

TEST_CASE("what a protocol keeps for its socket moves with it, and its operations use it") {
    using layered = support::masked<stream>;
    auto [one, other] = tenon::connected_pair<stream, unix_domain>().value();
    auto session = support::masking();
    session.key = std::byte{0x55};
    auto masked = std::move(one).become<layered, tenon::connected>(session);
    CHECK(masked.session().key == std::byte{0x55});
    auto moved = std::move(masked);
    CHECK(moved.session().key == std::byte{0x55});
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<decltype(moved)>);
    using namespace tenon::literals;
    CHECK(moved.send("abc"_bytes).value() == 3);
    CHECK(moved.session().sent == 3);
    std::string came(3, '.');
    REQUIRE(other.receive_exactly(came));
    CHECK(came == std::string{'a' ^ 0x55, 'b' ^ 0x55, 'c' ^ 0x55});
}

TEST_CASE("an operation of one's own is performed under the socket's driver") {
    auto [one, other] = tenon::connected_pair<stream, unix_domain>().value();
    using namespace tenon::literals;
    CHECK(one.perform(tenon::operation::send<tenon::const_bytes>("x"_bytes)).value() == 1);
    CHECK(other.available().value() == 1);
}
