// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <string>
#include <utility>

#include <tenon.hpp>

using namespace tenon;
using namespace tenon::literals;

TEST_CASE("a socket knows its endpoints, and its peer's") {
    auto server = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    const auto here = server.local_endpoint().value();
    CHECK(here.address() == ipv4::address::loopback());
    CHECK(here.port() != 0);
    auto near = tenon::connect<tcp>(here).value();
    auto far = server.accept().value();
    CHECK(near.remote_endpoint().value() == here);
    CHECK(far.local_endpoint().value() == here);
    CHECK(near.local_endpoint().value() == far.remote_endpoint().value());
}

TEST_CASE("a peer that has gone has no endpoint any more") {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto near = tenon::connect<tcp>(listener.local_endpoint().value(), options::linger{{.on = true, .seconds = 0}}).value();
    auto far = listener.accept().value();
    CHECK(near.close());
    std::string buffer(1, '.');
    CHECK(far.receive(buffer).error() == std::errc::connection_reset);
    CHECK(far.remote_endpoint().error() == std::errc::not_connected);
}

TEST_CASE("available counts: a stream's bytes, the next message, all messages of a Unix seqpacket") {
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

TEST_CASE("available is there for a socket without a peer that hears") {
    auto one = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    auto other = tenon::open<udp, ipv4>().value();
    CHECK(other.send_to("abc"_bytes, one.local_endpoint().value()).value() == 3);
    CHECK(one.available().value() == 3);
}

TEST_CASE("an option is named by its type or by a value, in a template too") {
    const auto asked = [](auto& socket) {
        return std::pair(socket.get(options::no_delay{}).value(), socket.template get<options::no_delay>().value());
    };
    auto socket = tenon::open<tcp, ipv4>(options::no_delay{true}).value();
    CHECK(asked(socket) == std::pair(true, true));
    CHECK(socket.get(options::no_delay{false}).value());
    CHECK(socket.set(options::no_delay{false}));
    CHECK(asked(socket) == std::pair(false, false));
}
