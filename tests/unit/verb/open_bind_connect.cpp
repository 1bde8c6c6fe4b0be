// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/temporary.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/recording.hpp>

#include <string>
#include <type_traits>
#include <vector>

#include <tenon.hpp>

// open.hpp, bind.hpp, connect.hpp, connected_pair.hpp and names.hpp: the calls that the verbs make,
// and the sockets that they return.

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

struct call_recorder {
    calls recorded;
    recording_driver driver{recording(recorded)};
};

}  // namespace

TEST_CASE("open: makes the socket and sets the options in their order") {
    call_recorder recorder;
    auto socket =
        tenon::open<tcp, ipv4>(recorder.driver, options::no_delay{true},
                               options::receive_buffer_size{4096}, options::time_to_live{9});
    REQUIRE(socket);
    CHECK(recorder.recorded == calls{"socket", "no_delay", "receive_buffer_size", "time_to_live"});
    CHECK(socket->get(options::no_delay{}).value());
    CHECK(socket->get(options::time_to_live{}).value() == 9);
}

TEST_CASE("open, bind, connect: an option that fails ends the verb and the socket is closed") {
    call_recorder opening;
    CHECK(
        tenon::open<tcp, ipv4>(opening.driver, options::time_to_live{999}, options::no_delay{true})
            .error() == std::errc::invalid_argument);
    CHECK(opening.recorded == calls{"socket", "time_to_live", "close"});
    call_recorder binding;
    CHECK(tenon::bind<tcp>(binding.driver, "127.0.0.1:0"_v4, options::time_to_live{999}).error() ==
          std::errc::invalid_argument);
    CHECK(binding.recorded == calls{"socket", "time_to_live", "close"});
    call_recorder connecting;
    CHECK(tenon::connect<tcp>(connecting.driver, "127.0.0.1:9"_v4, options::time_to_live{999})
              .error() == std::errc::invalid_argument);
    CHECK(connecting.recorded == calls{"socket", "time_to_live", "close"});
}

TEST_CASE("open: an IPv6 socket gets IPV6_V6ONLY before any option") {
    call_recorder recorder;
    auto socket = tenon::open<udp, ipv6>(recorder.driver, options::send_buffer_size{4096}).value();
    CHECK(recorder.recorded == calls{"socket", "v6_only", "send_buffer_size"});
    CHECK(socket.get(options::v6_only{}).value());
    call_recorder opposing;
    auto dual = tenon::open<udp, ipv6>(opposing.driver, options::v6_only{false}).value();
    CHECK_FALSE(dual.get(options::v6_only{}).value());
}

TEST_CASE("bind: sets the options and then binds") {
    call_recorder recorder;
    auto socket =
        tenon::bind<udp>(recorder.driver, "127.0.0.1:0"_v4, options::receive_buffer_size{4096})
            .value();
    CHECK(recorder.recorded == calls{"socket", "receive_buffer_size", "bind"});
    CHECK(socket.local_endpoint().value().port() != 0);
}

TEST_CASE("bind: an endpoint in use fails with address_in_use") {
    const auto first = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    CHECK(tenon::bind<udp>(first.local_endpoint().value()).error() == std::errc::address_in_use);
    const support::temporary_directory directory;
    const auto path = unix_domain::path(directory.file("socket")).value();
    const auto second = tenon::bind<datagram>(path).value();
    CHECK(tenon::bind<datagram>(path).error() == std::errc::address_in_use);
    const auto name = unix_domain::abstract(std::string_view("tenon\0unit", 10)).value();
    const auto third = tenon::bind<datagram>(name).value();
    CHECK(tenon::bind<datagram>(name).error() == std::errc::address_in_use);
    CHECK(tenon::bind<datagram>(unix_domain::abstract("tenon").value()));
}

TEST_CASE("bind: an address that is not local fails with address_not_available") {
    CHECK(tenon::bind<udp>("192.0.2.1:0"_v4).error() == std::errc::address_not_available);
    CHECK(tenon::bind<stream>("/no/such/directory/at/all"_unix).error() ==
          std::errc::no_such_file_or_directory);
}

TEST_CASE("listen, connect: a path of 107 or 108 bytes is bound and reported in full") {
    const support::temporary_directory directory;
    for (const std::size_t size : {std::size_t{107}, std::size_t{108}}) {
        const std::string name = directory.file_of(size);
        const auto path = unix_domain::path(name).value();
        auto listener = tenon::listen<stream>(path).value();
        CHECK(listener.local_endpoint().value() == path);
        CHECK(listener.local_endpoint().value().name() == name);
        const auto client = tenon::connect<stream>(path).value();
        CHECK(client.remote_endpoint().value() == path);
        CHECK(listener.accept_from().value().from.is_unnamed());
    }
}

TEST_CASE("bind: to the unnamed endpoint, Linux assigns an abstract name") {
    const auto first =
        tenon::bind<datagram>(unix_domain::unnamed()).value().local_endpoint().value();
    CHECK(first.is_abstract());
    CHECK(first.name().size() == 5);
    const auto second = tenon::bind<datagram>(unix_domain::unnamed()).value();
    const auto third = tenon::bind<datagram>(unix_domain::unnamed()).value();
    CHECK(second.local_endpoint().value() != third.local_endpoint().value());
}

TEST_CASE("connect: sets the options before connect(2)") {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    call_recorder recorder;
    auto client = tenon::connect<tcp>(recorder.driver, listener.local_endpoint().value(),
                                      options::no_delay{true})
                      .value();
    CHECK(recorder.recorded == calls{"socket", "no_delay", "connect"});
    CHECK(client.remote_endpoint().value() == listener.local_endpoint().value());
}

TEST_CASE("connect: a refused connection closes the descriptor") {
    const auto closed_endpoint =
        tenon::bind<tcp>("127.0.0.1:0"_v4).value().local_endpoint().value();
    call_recorder recorder;
    CHECK(tenon::connect<tcp>(recorder.driver, closed_endpoint).error() ==
          std::errc::connection_refused);
    CHECK(recorder.recorded.back() == "close");
}

TEST_CASE("verbs: the type of the endpoint determines the family of the socket") {
    using tenon::basic_socket;
    using tenon::blocking;
    using tenon::result;
    STATIC_REQUIRE(std::is_same_v<decltype(tenon::bind<udp>("[::1]:0"_v6)),
                                  result<basic_socket<udp, ipv6, tenon::bound, blocking>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(tenon::open<tcp, ipv4>()),
                                  result<basic_socket<tcp, ipv4, tenon::opened, blocking>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(tenon::connect<stream>("/x"_unix)),
                                  result<tenon::connection<stream, unix_domain>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(tenon::listen<tcp>("127.0.0.1:0"_v4)),
                                  result<tenon::listener<tcp, ipv4>>>);
    STATIC_REQUIRE(std::is_same_v<tenon::connection<tcp, ipv4, recording_driver>,
                                  basic_socket<tcp, ipv4, tenon::connected, recording_driver>>);
}

TEST_CASE(
    "connected_pair: returns two sockets that are each other's peers, with the options on both") {
    auto [local, peer] =
        tenon::connected_pair<seqpacket, unix_domain>(options::send_buffer_size{5000}).value();
    CHECK(local.get(options::send_buffer_size{}).value() == 10000);
    CHECK(peer.get(options::send_buffer_size{}).value() == 10000);
    CHECK(local.send("there"_bytes).value() == 5);
    CHECK(peer.send("back"_bytes).value() == 4);
    std::string buffer(9, '.');
    CHECK(as_text(peer.receive(buffer).value().data) == "there");
    CHECK(as_text(local.receive(buffer).value().data) == "back");
    CHECK(local.remote_endpoint().value().is_unnamed());
}
