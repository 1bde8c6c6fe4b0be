// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include <tenon/layer/rate_limiting.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;
using namespace tenon::literals;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t second = 1'000'000'000;

constexpr byte_rate hundred{100, 40};

}  // namespace

TEST_CASE("rate limiting: without limits nothing waits, and no time is asked for") {
    rate_limiting layer(rate_limits(), side::connecting);
    scripted_stream below("hello"_bytes);
    std::array<std::byte, 8> buffer{};
    CHECK(layer.readable(below));
    CHECK(layer.receive(below, buffer).value() == "hello"_bytes);
    CHECK(layer.send(below, const_bytes(std::string(100000, 'x'))).value() == 100000);
    CHECK(below.now() == 0);
    STATIC_REQUIRE(rate_limiting::both_ways_at_once);
}

TEST_CASE("rate limiting: a stream is sent in parts, each when a quarter of the burst may pass") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = {}}, side::connecting);
    scripted_stream below;
    const std::string data(100, 'x');
    std::size_t done = 0;
    while (done != 100) {
        const result<std::size_t> sent = layer.send(below, const_bytes(data).after(done));
        REQUIRE(sent);
        done += *sent;
    }
    CHECK(below.sent() == data);
    REQUIRE(below.sends().size() == 7);
    CHECK(below.sends()[0].size() == 40);
    for (std::size_t index = 1; index != 7; ++index)
        CHECK(below.sends()[index].size() == 10);
    // 60 of 100 bytes had to wait, at 100 bytes per second.
    CHECK(below.now() >= 6 * second / 10);
    CHECK(below.now() < 61 * second / 100);
    CHECK(below.receiving_pauses().empty());
}

TEST_CASE("rate limiting: a stream that pauses by itself is not delayed") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = hundred}, side::connecting);
    scripted_stream below;
    for (int index = 0; index != 5; ++index) {
        CHECK(layer.send(below, "0123456789"_bytes).value() == 10);
        below.time_passes(100ms);
    }
    CHECK(below.sending_pauses().empty());
}

TEST_CASE("rate limiting: only the bytes that were sent count") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = {}}, side::connecting);
    scripted_stream below;
    below.accepts(1).accepts(2).send_fails(std::errc::timed_out);
    const std::string data(40, 'x');
    CHECK(layer.send(below, const_bytes(data)).value() == 1);
    CHECK(layer.send(below, const_bytes(data)).value() == 2);
    CHECK(layer.send(below, const_bytes(data)).error() == std::errc::timed_out);
    CHECK(layer.send(below, const_bytes(data)).value() == 37);
    CHECK(below.sending_pauses().empty());
}

TEST_CASE("rate limiting: several ranges are sent at once if they may pass, else the first") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = {}}, side::connecting);
    scripted_stream below;
    const std::string text(20, 'x');
    const std::array<const_bytes, 4> several = {const_bytes(), text, "ab"_bytes, text};
    const std::span<const const_bytes> ranges(several);
    CHECK(layer.send(below, ranges.first(3)).value() == 22);
    CHECK(layer.send(below, ranges).value() == 18);
    CHECK(layer.send(below, ranges).value() == 10);
    CHECK(below.sends() ==
          std::vector<std::string>{text + "ab", text.substr(0, 18), text.substr(0, 10)});
}

TEST_CASE("rate limiting: a message is not cut, and what exceeds the burst delays the next one") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = {}}, side::connecting);
    scripted_messages below;
    const std::string longest(140, 'x');
    const std::array<const_bytes, 2> several = {"ab"_bytes, "cd"_bytes};
    CHECK(layer.send(below, "0123456789"_bytes).value() == 10);
    CHECK(below.sending_pauses().empty());
    CHECK(layer.send(below, const_bytes(longest)).value() == 140);
    REQUIRE(below.sending_pauses().size() == 1);
    CHECK(below.now() >= second / 10);
    CHECK(below.now() < 11 * second / 100);
    CHECK(layer.send(below, std::span<const const_bytes>(several)).value() == 4);
    CHECK(below.now() >= 114 * second / 100);
    CHECK(below.now() < 115 * second / 100);
    CHECK(below.sends() == std::vector<std::string>{"0123456789", longest, "abcd"});
}

TEST_CASE("rate limiting: an empty message is sent") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = hundred}, side::connecting);
    scripted_messages below;
    below.arrives(""_bytes);
    std::array<std::byte, 8> buffer{};
    CHECK(layer.send(below, ""_bytes).value() == 0);
    CHECK(layer.receive(below, buffer).value().length == 0);
    CHECK(below.sends() == std::vector<std::string>{""});
}

TEST_CASE("rate limiting: of a stream no more is received than may pass") {
    rate_limiting layer(rate_limits{.sending = {}, .receiving = hundred}, side::connecting);
    scripted_stream below(std::string(100, 'x'));
    std::array<std::byte, 64> buffer{};
    CHECK(layer.receive(below, buffer).value().size() == 40);
    std::size_t done = 40;
    while (done != 100) {
        const result<mutable_bytes> received = layer.receive(below, buffer);
        REQUIRE(received);
        CHECK(received->size() == 10);
        done += received->size();
    }
    CHECK(below.now() >= 6 * second / 10);
    CHECK(below.now() < 61 * second / 100);
    CHECK(below.receiving_pauses().size() == 6);
    CHECK(layer.receive(below, buffer).value().empty());
}

TEST_CASE("rate limiting: a short receive does not wait for more than its buffer") {
    rate_limiting layer(rate_limits{.sending = {}, .receiving = hundred}, side::connecting);
    scripted_stream below(std::string(100, 'x'));
    std::array<std::byte, 64> buffer{};
    CHECK(layer.receive(below, buffer).value().size() == 40);
    CHECK(layer.receive(below, mutable_bytes(buffer).first(1)).value().size() == 1);
    CHECK(below.now() < 2 * second / 100);
}

TEST_CASE("rate limiting: a message that arrives delays the next one by its true length") {
    rate_limiting layer(rate_limits{.sending = {}, .receiving = hundred}, side::connecting);
    scripted_messages below;
    below.arrives(std::string(90, 'x')).arrives("a"_bytes).ends();
    std::array<std::byte, 8> buffer{};
    const result<received<>> cut = layer.receive(below, buffer);
    REQUIRE(cut);
    CHECK(cut->truncated);
    CHECK(below.receiving_pauses().empty());
    CHECK(layer.receive(below, buffer).value().data == "a"_bytes);
    // The bucket owed 50 bytes, and 8 had to be there.
    CHECK(below.now() >= 58 * second / 100);
    CHECK(below.now() < 59 * second / 100);
    CHECK(layer.receive(below, buffer).value().end);
}

TEST_CASE("rate limiting: readable waits until something may be received") {
    rate_limiting layer(rate_limits{.sending = {}, .receiving = hundred}, side::connecting);
    scripted_stream below(std::string(100, 'x'));
    std::array<std::byte, 64> buffer{};
    CHECK(layer.receive(below, buffer).value().size() == 40);
    CHECK(layer.readable(below));
    CHECK(below.receiving_pauses().size() == 1);
    CHECK(layer.readable(below));
    CHECK(layer.receive(below, buffer).value().size() == 10);
    CHECK(below.receiving_pauses().size() == 1);
}

TEST_CASE("rate limiting: calls that continue pass the same arguments on, and wait once") {
    rate_limiting layer(rate_limits{.sending = {50, 40}, .receiving = hundred}, side::connecting);
    scripted_stream below(std::string(100, 'x'));
    below.suspends().receives_at_most(9).sends_at_most(9);
    std::array<std::byte, 64> buffer{};
    const std::string data(100, 'y');
    std::size_t received = 0;
    std::size_t sent = 0;
    while (received != 100 || sent != 100) {
        if (received != 100) {
            REQUIRE(until_complete([&] {
                below.time_passes(1ms);  // while it is suspended
                return layer.readable(below);
            }));
            const result<mutable_bytes> some = until_complete([&] {
                below.time_passes(1ms);
                return layer.receive(below, buffer);
            });
            REQUIRE(some);
            received += some->size();
        }
        if (sent != 100) {
            const result<std::size_t> some = until_complete([&] {
                below.time_passes(1ms);
                return layer.send(below, const_bytes(data).after(sent));
            });
            REQUIRE(some);
            sent += *some;
        }
    }
    CHECK(below.sent() == data);
    CHECK(below.now() >= 6 * second / 10);
    CHECK_FALSE(below.sending_pauses().empty());
    CHECK_FALSE(below.receiving_pauses().empty());
}

TEST_CASE("rate limiting: a limit that ends a wait loses nothing, and the next call goes on") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = hundred}, side::connecting);
    constexpr std::array<std::errc, 3> limits = {
        std::errc::operation_would_block, std::errc::timed_out, std::errc::operation_canceled};
    scripted_stream below;
    below.accepts(40).arrives(std::string(40, 'x'));
    for (const std::errc limit : limits)
        below.send_fails(limit).receive_fails(limit).receive_fails(limit);
    below.arrives(std::string(10, 'x'));
    std::array<std::byte, 64> buffer{};
    const std::string data(40, 'y');
    CHECK(layer.send(below, const_bytes(data)).value() == 40);
    CHECK(layer.receive(below, buffer).value().size() == 40);
    for (const std::errc limit : limits) {
        CHECK(layer.send(below, const_bytes(data)).error() == limit);
        CHECK(layer.receive(below, buffer).error() == limit);
        CHECK(layer.readable(below).error() == limit);
    }
    CHECK(below.now() == 0);
    CHECK(below.left().size() == 10);
    CHECK(below.sent().size() == 40);
    CHECK(layer.receive(below, buffer).value().size() == 10);
    CHECK(layer.send(below, const_bytes(data)).value() == 10);
    CHECK(below.now() < 11 * second / 100);
}

TEST_CASE("rate limiting: an error below does not use up what may pass") {
    rate_limiting layer(rate_limits{.sending = {}, .receiving = hundred}, side::connecting);
    scripted_stream below;
    below.receive_fails(std::errc::connection_reset).arrives(std::string(40, 'x'));
    std::array<std::byte, 64> buffer{};
    CHECK(layer.receive(below, buffer).error() == std::errc::connection_reset);
    CHECK(layer.receive(below, buffer).value().size() == 40);
    CHECK(below.receiving_pauses().empty());
}
