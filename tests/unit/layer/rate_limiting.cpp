// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cerrno>
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

namespace {

constexpr std::int64_t second = 1'000'000'000;

/// A script with a clock of its own, which a pause sets forward.
template <class Script>
struct timed : Script {
    using Script::Script;

    std::int64_t time = 0;
    std::vector<std::int64_t> pauses{};  ///< the ends of the pauses that have completed
    std::vector<int> pause_errors{};     ///< the errors of the next pauses, the last one first
    int receiving_pauses = 0;
    bool suspends_pauses = false;
    std::int64_t suspended_until = 0;

    [[nodiscard]] std::int64_t now() const noexcept { return time; }
    result<void> pause_receiving(std::int64_t until) {
        const result<void> paused = pause_sending(until);
        receiving_pauses += paused ? 1 : 0;
        return paused;
    }
    result<void> pause_sending(std::int64_t until) {
        if (!pause_errors.empty()) {
            const failure why(pause_errors.back());
            pause_errors.pop_back();
            return why;
        }
        if (suspends_pauses && suspended_until == 0) {
            // The time passes while the call is suspended.
            time = suspended_until = until;
            return failure(errc::suspended);
        }
        // A call that continues is made again with its arguments.
        if (suspends_pauses && suspended_until != until)
            return failure(std::errc::invalid_argument);
        suspended_until = 0;
        time = until > time ? until : time;
        pauses.push_back(until);
        return {};
    }
};
using timed_stream = timed<scripted_stream>;
using messages = timed<scripted_messages>;

constexpr byte_rate hundred{100, 40};

}  // namespace

TEST_CASE("rate limiting: without limits nothing waits, and no time is asked for") {
    rate_limiting layer(rate_limits(), side::connecting);
    timed_stream below("hello"_bytes);
    below.time = -1;
    std::array<std::byte, 8> buffer{};
    CHECK(layer.readable(below));
    CHECK(layer.receive(below, buffer).value() == "hello"_bytes);
    CHECK(layer.send(below, const_bytes(std::string(100000, 'x'))).value() == 100000);
    CHECK(below.pauses.empty());
    STATIC_REQUIRE(rate_limiting::both_ways_at_once);
}

TEST_CASE("rate limiting: a stream is sent in parts, each when a quarter of the burst may pass") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = {}}, side::connecting);
    timed_stream below;
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
    CHECK(below.time >= 6 * second / 10);
    CHECK(below.time < 61 * second / 100);
    CHECK(below.receiving_pauses == 0);
}

TEST_CASE("rate limiting: a stream that pauses by itself is not delayed") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = hundred}, side::connecting);
    timed_stream below;
    for (int index = 0; index != 5; ++index) {
        CHECK(layer.send(below, "0123456789"_bytes).value() == 10);
        below.time += second / 10;
    }
    CHECK(below.pauses.empty());
}

TEST_CASE("rate limiting: only the bytes that were sent count") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = {}}, side::connecting);
    timed_stream below;
    below.accepts(1).accepts(2).send_fails(std::errc::timed_out);
    const std::string data(40, 'x');
    CHECK(layer.send(below, const_bytes(data)).value() == 1);
    CHECK(layer.send(below, const_bytes(data)).value() == 2);
    CHECK(layer.send(below, const_bytes(data)).error() == std::errc::timed_out);
    CHECK(layer.send(below, const_bytes(data)).value() == 37);
    CHECK(below.pauses.empty());
}

TEST_CASE("rate limiting: several ranges are sent at once if they may pass, else the first") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = {}}, side::connecting);
    timed_stream below;
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
    messages below;
    const std::string longest(140, 'x');
    const std::array<const_bytes, 2> several = {"ab"_bytes, "cd"_bytes};
    CHECK(layer.send(below, "0123456789"_bytes).value() == 10);
    CHECK(below.pauses.empty());
    CHECK(layer.send(below, const_bytes(longest)).value() == 140);
    REQUIRE(below.pauses.size() == 1);
    CHECK(below.time >= second / 10);
    CHECK(below.time < 11 * second / 100);
    CHECK(layer.send(below, std::span<const const_bytes>(several)).value() == 4);
    CHECK(below.time >= 114 * second / 100);
    CHECK(below.time < 115 * second / 100);
    CHECK(below.sends() == std::vector<std::string>{"0123456789", longest, "abcd"});
}

TEST_CASE("rate limiting: an empty message is sent") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = hundred}, side::connecting);
    messages below;
    below.arrives(""_bytes);
    std::array<std::byte, 8> buffer{};
    CHECK(layer.send(below, ""_bytes).value() == 0);
    CHECK(layer.receive(below, buffer).value().length == 0);
    CHECK(below.sends() == std::vector<std::string>{""});
}

TEST_CASE("rate limiting: of a stream no more is received than may pass") {
    rate_limiting layer(rate_limits{.sending = {}, .receiving = hundred}, side::connecting);
    timed_stream below(std::string(100, 'x'));
    std::array<std::byte, 64> buffer{};
    CHECK(layer.receive(below, buffer).value().size() == 40);
    std::size_t done = 40;
    while (done != 100) {
        const result<mutable_bytes> received = layer.receive(below, buffer);
        REQUIRE(received);
        CHECK(received->size() == 10);
        done += received->size();
    }
    CHECK(below.time >= 6 * second / 10);
    CHECK(below.time < 61 * second / 100);
    CHECK(below.receiving_pauses == 6);
    CHECK(layer.receive(below, buffer).value().empty());
}

TEST_CASE("rate limiting: a short receive does not wait for more than its buffer") {
    rate_limiting layer(rate_limits{.sending = {}, .receiving = hundred}, side::connecting);
    timed_stream below(std::string(100, 'x'));
    std::array<std::byte, 64> buffer{};
    CHECK(layer.receive(below, buffer).value().size() == 40);
    CHECK(layer.receive(below, mutable_bytes(buffer).first(1)).value().size() == 1);
    CHECK(below.time < 2 * second / 100);
}

TEST_CASE("rate limiting: a message that arrives delays the next one by its true length") {
    rate_limiting layer(rate_limits{.sending = {}, .receiving = hundred}, side::connecting);
    messages below;
    below.arrives(std::string(90, 'x')).arrives("a"_bytes).ends();
    std::array<std::byte, 8> buffer{};
    const result<received<>> cut = layer.receive(below, buffer);
    REQUIRE(cut);
    CHECK(cut->truncated);
    CHECK(below.pauses.empty());
    CHECK(layer.receive(below, buffer).value().data == "a"_bytes);
    // The bucket owed 50 bytes, and 8 had to be there.
    CHECK(below.time >= 58 * second / 100);
    CHECK(below.time < 59 * second / 100);
    CHECK(layer.receive(below, buffer).value().end);
}

TEST_CASE("rate limiting: readable waits until something may be received") {
    rate_limiting layer(rate_limits{.sending = {}, .receiving = hundred}, side::connecting);
    timed_stream below(std::string(100, 'x'));
    std::array<std::byte, 64> buffer{};
    CHECK(layer.receive(below, buffer).value().size() == 40);
    CHECK(layer.readable(below));
    CHECK(below.pauses.size() == 1);
    CHECK(layer.readable(below));
    CHECK(layer.receive(below, buffer).value().size() == 10);
    CHECK(below.pauses.size() == 1);
}

TEST_CASE("rate limiting: calls that continue pass the same arguments on, and wait once") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = hundred}, side::connecting);
    timed_stream below(std::string(100, 'x'));
    below.suspends().receives_at_most(9).sends_at_most(9);
    below.suspends_pauses = true;
    std::array<std::byte, 64> buffer{};
    const std::string data(100, 'y');
    std::size_t received = 0;
    std::size_t sent = 0;
    while (received != 100 || sent != 100) {
        if (received != 100) {
            REQUIRE(until_complete([&] {
                below.time += second / 1000;  // while it is suspended
                return layer.readable(below);
            }));
            const result<mutable_bytes> some = until_complete([&] {
                below.time += second / 1000;
                return layer.receive(below, buffer);
            });
            REQUIRE(some);
            received += some->size();
        }
        if (sent != 100) {
            const result<std::size_t> some = until_complete([&] {
                below.time += second / 1000;
                return layer.send(below, const_bytes(data).after(sent));
            });
            REQUIRE(some);
            sent += *some;
        }
    }
    CHECK(below.sent() == data);
    CHECK(below.time >= 6 * second / 10);
    CHECK_FALSE(below.pauses.empty());
}

TEST_CASE("rate limiting: a limit that ends a wait loses nothing, and the next call goes on") {
    rate_limiting layer(rate_limits{.sending = hundred, .receiving = hundred}, side::connecting);
    timed_stream below(std::string(50, 'x'));
    std::array<std::byte, 64> buffer{};
    const std::string data(40, 'y');
    CHECK(layer.send(below, const_bytes(data)).value() == 40);
    CHECK(layer.receive(below, buffer).value().size() == 40);
    for (const int error : {EAGAIN, ETIMEDOUT, ECANCELED})
        below.pause_errors.insert(below.pause_errors.end(), 3, error);
    for (int index = 0; index != 3; ++index) {
        const int error = below.pause_errors.back();
        CHECK(layer.send(below, const_bytes(data)).error().value() == error);
        CHECK(layer.receive(below, buffer).error().value() == error);
        CHECK(layer.readable(below).error().value() == error);
    }
    CHECK(below.left().size() == 10);
    CHECK(below.sent().size() == 40);
    CHECK(layer.receive(below, buffer).value().size() == 10);
    CHECK(layer.send(below, const_bytes(data)).value() == 10);
    CHECK(below.time < 11 * second / 100);
}

TEST_CASE("rate limiting: an error below does not use up what may pass") {
    rate_limiting layer(rate_limits{.sending = {}, .receiving = hundred}, side::connecting);
    timed_stream below;
    below.receive_fails(std::errc::connection_reset).arrives(std::string(40, 'x'));
    std::array<std::byte, 64> buffer{};
    CHECK(layer.receive(below, buffer).error() == std::errc::connection_reset);
    CHECK(layer.receive(below, buffer).value().size() == 40);
    CHECK(below.pauses.empty());
}
