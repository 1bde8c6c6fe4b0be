// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/temporary.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/recording.hpp>

#include <string>
#include <type_traits>
#include <vector>

#include <tenon.hpp>

// open.hpp, bind.hpp, connect.hpp, connected_pair.hpp and names.hpp.

using namespace tenon::literals;
using tenon::datagram;
using tenon::ipv4;
using tenon::ipv6;
using tenon::seqpacket;
using tenon::stream;
using tenon::tcp;
using tenon::udp;
using tenon::unix_domain;
using unit::recording;
using unit::recording_driver;
using calls = std::vector<std::string>;
namespace options = tenon::options;

namespace {

struct recorded {
    calls made;
    recording_driver driver{recording(made)};
};

}  // namespace

TEST_CASE("open makes the socket, and sets the options in the order in which they are written") {
    recorded seen;
    auto socket = tenon::open<tcp, ipv4>(seen.driver, options::no_delay{true}, options::receive_buffer_size{4096},
                                         options::time_to_live{9});
    REQUIRE(socket);
    CHECK(seen.made == calls{"socket", "no_delay", "receive_buffer_size", "time_to_live"});
    CHECK(socket->get(options::no_delay{}).value());
    CHECK(socket->get(options::time_to_live{}).value() == 9);
}

TEST_CASE("a verb stops at the option that fails, and closes what it made") {
    recorded opening;
    CHECK(tenon::open<tcp, ipv4>(opening.driver, options::time_to_live{999}, options::no_delay{true}).error() ==
          std::errc::invalid_argument);
    CHECK(opening.made == calls{"socket", "time_to_live", "close"});
    recorded binding;
    CHECK(tenon::bind<tcp>(binding.driver, "127.0.0.1:0"_v4, options::time_to_live{999}).error() ==
          std::errc::invalid_argument);
    CHECK(binding.made == calls{"socket", "time_to_live", "close"});
    recorded connecting;
    CHECK(tenon::connect<tcp>(connecting.driver, "127.0.0.1:9"_v4, options::time_to_live{999}).error() ==
          std::errc::invalid_argument);
    CHECK(connecting.made == calls{"socket", "time_to_live", "close"});
}

TEST_CASE("an IPv6 socket is made for IPv6 alone, before any option") {
    recorded seen;
    auto socket = tenon::open<udp, ipv6>(seen.driver, options::send_buffer_size{4096}).value();
    CHECK(seen.made == calls{"socket", "v6_only", "send_buffer_size"});
    CHECK(socket.get(options::v6_only{}).value());
    recorded against;
    auto both = tenon::open<udp, ipv6>(against.driver, options::v6_only{false}).value();
    CHECK_FALSE(both.get(options::v6_only{}).value());
}

TEST_CASE("bind makes a socket, sets the options, and then binds") {
    recorded seen;
    auto socket = tenon::bind<udp>(seen.driver, "127.0.0.1:0"_v4, options::receive_buffer_size{4096}).value();
    CHECK(seen.made == calls{"socket", "receive_buffer_size", "bind"});
    CHECK(socket.local_endpoint().value().port() != 0);
}

TEST_CASE("what is bound already cannot be bound again") {
    const auto first = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    CHECK(tenon::bind<udp>(first.local_endpoint().value()).error() == std::errc::address_in_use);
    const support::temporary_directory place;
    const auto path = unix_domain::path(place.file("socket")).value();
    const auto second = tenon::bind<datagram>(path).value();
    CHECK(tenon::bind<datagram>(path).error() == std::errc::address_in_use);
    const auto name = unix_domain::abstract(std::string_view("tenon\0unit", 10)).value();
    const auto third = tenon::bind<datagram>(name).value();
    CHECK(tenon::bind<datagram>(name).error() == std::errc::address_in_use);
    CHECK(tenon::bind<datagram>(unix_domain::abstract("tenon").value()));
}

TEST_CASE("an endpoint that is not this machine's cannot be bound") {
    CHECK(tenon::bind<udp>("192.0.2.1:0"_v4).error() == std::errc::address_not_available);
    CHECK(tenon::bind<stream>("/no/such/directory/at/all"_unix).error() == std::errc::no_such_file_or_directory);
}

TEST_CASE("a path of 108 bytes is bound, and comes back whole") {
    const support::temporary_directory place;
    for (const std::size_t size : {std::size_t{107}, std::size_t{108}}) {
        const std::string name = place.file_of(size);
        const auto path = unix_domain::path(name).value();
        auto listener = tenon::listen<stream>(path).value();
        CHECK(listener.local_endpoint().value() == path);
        CHECK(listener.local_endpoint().value().name() == name);
        const auto near = tenon::connect<stream>(path).value();
        CHECK(near.remote_endpoint().value() == path);
        CHECK(listener.accept_from().value().from.is_unnamed());
    }
}

TEST_CASE("to bind to no name asks Linux for one") {
    const auto first = tenon::bind<datagram>(unix_domain::unnamed()).value().local_endpoint().value();
    CHECK(first.is_abstract());
    CHECK(first.name().size() == 5);
    const auto one = tenon::bind<datagram>(unix_domain::unnamed()).value();
    const auto other = tenon::bind<datagram>(unix_domain::unnamed()).value();
    CHECK(one.local_endpoint().value() != other.local_endpoint().value());
}

TEST_CASE("connect sets the options before it connects") {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    recorded seen;
    auto near = tenon::connect<tcp>(seen.driver, listener.local_endpoint().value(), options::no_delay{true}).value();
    CHECK(seen.made == calls{"socket", "no_delay", "connect"});
    CHECK(near.remote_endpoint().value() == listener.local_endpoint().value());
}

TEST_CASE("a connection that is refused leaves no descriptor") {
    const auto deserted = tenon::bind<tcp>("127.0.0.1:0"_v4).value().local_endpoint().value();
    recorded seen;
    CHECK(tenon::connect<tcp>(seen.driver, deserted).error() == std::errc::connection_refused);
    CHECK(seen.made.back() == "close");
}

TEST_CASE("the family is the endpoint's, and each verb says what it made") {
    using tenon::basic_socket;
    using tenon::blocking;
    using tenon::result;
    STATIC_REQUIRE(
        std::is_same_v<decltype(tenon::bind<udp>("[::1]:0"_v6)), result<basic_socket<udp, ipv6, tenon::bound, blocking>>>);
    STATIC_REQUIRE(
        std::is_same_v<decltype(tenon::open<tcp, ipv4>()), result<basic_socket<tcp, ipv4, tenon::opened, blocking>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(tenon::connect<stream>("/x"_unix)), result<tenon::connection<stream, unix_domain>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(tenon::listen<tcp>("127.0.0.1:0"_v4)), result<tenon::listener<tcp, ipv4>>>);
    STATIC_REQUIRE(std::is_same_v<tenon::connection<tcp, ipv4, recording_driver>,
                                  basic_socket<tcp, ipv4, tenon::connected, recording_driver>>);
}

TEST_CASE("a pair is two sockets that are each other's peer, with the options on both") {
    auto [one, other] = tenon::connected_pair<seqpacket, unix_domain>(options::send_buffer_size{5000}).value();
    CHECK(one.get(options::send_buffer_size{}).value() == 10000);
    CHECK(other.get(options::send_buffer_size{}).value() == 10000);
    CHECK(one.send("there"_bytes).value() == 5);
    CHECK(other.send("back"_bytes).value() == 4);
    std::string buffer(9, '.');
    CHECK(as_text(other.receive(buffer).value().data) == "there");
    CHECK(as_text(one.receive(buffer).value().data) == "back");
    CHECK(one.remote_endpoint().value().is_unnamed());
}
