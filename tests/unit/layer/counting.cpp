// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <system_error>

#include <tenon/layer/counting.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;
using namespace tenon::literals;

TEST_CASE("counting: a new connection has counted nothing") {
    const counting layer(no_settings(), side::connecting);
    CHECK(layer.sent().bytes == 0);
    CHECK(layer.sent().transfers == 0);
    CHECK(layer.received().bytes == 0);
    CHECK(layer.received().transfers == 0);
    STATIC_REQUIRE(counting::both_ways_at_once);
}

TEST_CASE("counting: of a byte stream, bytes and calls are counted, and the end is not") {
    counting layer;
    scripted_stream below("hello"_bytes);
    below.receives_at_most(3).sends_at_most(4);
    std::array<std::byte, 8> buffer{};
    CHECK(layer.receive(below, buffer).value() == "hel"_bytes);
    CHECK(layer.receive(below, buffer).value() == "lo"_bytes);
    CHECK(layer.receive(below, buffer).value().empty());
    CHECK(layer.received().bytes == 5);
    CHECK(layer.received().transfers == 2);

    CHECK(layer.send(below, "abcdef"_bytes).value() == 4);
    const std::array<const_bytes, 2> several = {"e"_bytes, "f"_bytes};
    CHECK(layer.send(below, std::span<const const_bytes>(several)).value() == 2);
    CHECK(below.sent() == "abcdef");
    CHECK(layer.sent().bytes == 6);
    CHECK(layer.sent().transfers == 2);
}

TEST_CASE("counting: of messages, an empty one counts, a truncated one with its true length") {
    counting layer;
    scripted_messages below;
    below.arrives("hello"_bytes).arrives(""_bytes).ends();
    std::array<std::byte, 3> buffer{};
    const result<received<>> cut = layer.receive(below, buffer);
    REQUIRE(cut);
    CHECK(cut->truncated);
    CHECK(layer.receive(below, buffer).value().length == 0);
    CHECK(layer.receive(below, buffer).value().end);
    CHECK(layer.received().bytes == 5);
    CHECK(layer.received().transfers == 2);

    CHECK(layer.send(below, ""_bytes).value() == 0);
    CHECK(layer.send(below, "ab"_bytes).value() == 2);
    CHECK(layer.sent().bytes == 2);
    CHECK(layer.sent().transfers == 2);
}

TEST_CASE("counting: suspended calls and errors are not counted") {
    counting layer;
    scripted_stream below;
    below.arrives("abc"_bytes).receive_fails(std::errc::timed_out).arrives("d"_bytes);
    below.send_fails(std::errc::timed_out).suspends();
    std::array<std::byte, 8> buffer{};
    const auto receive = [&] { return layer.receive(below, buffer); };
    const auto send = [&] { return layer.send(below, "xyz"_bytes); };
    CHECK(until_complete(receive).value() == "abc"_bytes);
    CHECK(until_complete(receive).error() == std::errc::timed_out);
    CHECK(until_complete(receive).value() == "d"_bytes);
    CHECK(until_complete(send).error() == std::errc::timed_out);
    CHECK(until_complete(send).value() == 3);
    CHECK(layer.received().bytes == 4);
    CHECK(layer.received().transfers == 2);
    CHECK(layer.sent().bytes == 3);
    CHECK(layer.sent().transfers == 1);
}

TEST_CASE("counting: the other calls are handed on") {
    counting layer;
    scripted_stream below("a"_bytes);
    CHECK(layer.readable(below));
    CHECK(layer.flush(below));
    CHECK(layer.shutdown_send(below));
    CHECK(below.flushes() == 1);
    CHECK(below.has_shut_down_send());
    CHECK(layer.sent().transfers == 0);
}
