// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <string>
#include <utility>

#include <tenon.hpp>

using namespace tenon;
using namespace tenon::literals;

TEST_CASE("local_endpoint, remote_endpoint: return the endpoints of both sockets of a connection") {
    auto server = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    const auto listening_on = server.local_endpoint().value();
    CHECK(listening_on.address() == ipv4::address::loopback());
    CHECK(listening_on.port() != 0);
    auto local = tenon::connect<tcp>(listening_on).value();
    auto peer = server.accept().value();
    CHECK(local.remote_endpoint().value() == listening_on);
    CHECK(peer.local_endpoint().value() == listening_on);
    CHECK(local.local_endpoint().value() == peer.remote_endpoint().value());
}

TEST_CASE("remote_endpoint: after a reset, fails with not_connected") {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto local = tenon::connect<tcp>(listener.local_endpoint().value(),
                                     options::linger{{.on = true, .seconds = 0}})
                     .value();
    auto peer = listener.accept().value();
    CHECK(local.close());
    std::string buffer(1, '.');
    CHECK(peer.receive(buffer).error() == std::errc::connection_reset);
    CHECK(peer.remote_endpoint().error() == std::errc::not_connected);
}

TEST_CASE(
    "available: counts the bytes of a stream, of the next message, or of all messages of a Unix seqpacket") {
    const auto count_after_two = [](auto pair) {
        CHECK(pair.second.available().value() == 0);
        CHECK(pair.first.send("abc"_bytes));
        CHECK(pair.first.send("de"_bytes));
        return pair.second.available().value();
    };
    CHECK(count_after_two(tenon::connected_pair<stream, unix_domain>().value()) == 5);
    CHECK(count_after_two(tenon::connected_pair<datagram, unix_domain>().value()) == 3);
    CHECK(count_after_two(tenon::connected_pair<seqpacket, unix_domain>().value()) == 5);
}

TEST_CASE("available: counts the bytes of the next message of a bound datagram socket") {
    auto receiver = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    auto sender = tenon::open<udp, ipv4>().value();
    CHECK(sender.send_to("abc"_bytes, receiver.local_endpoint().value()).value() == 3);
    CHECK(receiver.available().value() == 3);
}

TEST_CASE("get, set: an option is named by its type or by a value, also in a template") {
    const auto value_by_each_form = [](auto& socket) {
        return std::pair(socket.get(options::no_delay{}).value(),
                         socket.template get<options::no_delay>().value());
    };
    auto socket = tenon::open<tcp, ipv4>(options::no_delay{true}).value();
    CHECK(value_by_each_form(socket) == std::pair(true, true));
    CHECK(socket.get(options::no_delay{false}).value());
    CHECK(socket.set(options::no_delay{false}));
    CHECK(value_by_each_form(socket) == std::pair(false, false));
}
