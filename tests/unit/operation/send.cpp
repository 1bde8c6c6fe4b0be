// SPDX-License-Identifier: BSL-1.0

// send(2): the number of bytes, 0 for an empty message, and the error.

#include <support/catch.hpp>

#include <system_error>

#include <tenon.hpp>

using namespace tenon::literals;

TEST_CASE("send: an empty message returns 0 and the peer receives it") {
    auto [first, second] = tenon::connected_pair<tenon::datagram, tenon::unix_domain>().value();
    const auto sent = first.send(tenon::const_bytes());
    REQUIRE(sent.has_value());
    CHECK(*sent == 0);
    std::byte buffer[4];
    CHECK(second.receive(buffer).value().data.empty());
}

TEST_CASE("send: returns the number of bytes of a stream, and broken_pipe if the peer has closed") {
    auto [first, second] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    CHECK(first.send("abc"_bytes).value() == 3);
    REQUIRE(second.close());
    CHECK(first.send("abc"_bytes).error() == std::errc::broken_pipe);
}
