// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include <tenon/testing/scripted.hpp>

using namespace tenon;
using namespace std::chrono_literals;

namespace {

// The calls of a layer, as layer.hpp lists them.
template <class Below, class Received>
concept lies_below_layers = requires(Below& below, mutable_bytes buffer, const_bytes data,
                                     std::span<const const_bytes> several) {
    { below.receive(buffer) } -> std::same_as<result<Received>>;
    { below.send(data) } -> std::same_as<result<std::size_t>>;
    { below.send(several) } -> std::same_as<result<std::size_t>>;
    { below.readable() } -> std::same_as<result<void>>;
    { below.flush() } -> std::same_as<result<void>>;
    { below.shutdown_send() } -> std::same_as<result<void>>;
    { below.now() } -> std::same_as<std::int64_t>;
    { below.pause_sending(std::int64_t{0}) } -> std::same_as<result<void>>;
    { below.pause_receiving(std::int64_t{0}) } -> std::same_as<result<void>>;
};
static_assert(lies_below_layers<scripted_stream, mutable_bytes>);
static_assert(lies_below_layers<scripted_messages, received<>>);

std::string text(const_bytes bytes) {
    return std::string(as_text(bytes));
}

// Receives until the end or an error, and returns the pieces.
std::vector<std::string> pieces_of(scripted_stream& below, std::size_t size) {
    std::vector<std::string> all;
    std::string buffer(size, '\0');
    for (;;) {
        const result<mutable_bytes> piece = below.receive(buffer);
        if (!piece || piece->empty())
            return all;
        all.push_back(text(*piece));
    }
}

// A layer that is not re-entrant: it uses another buffer each time.
struct forgetful : layer {
    std::array<std::byte, 2> bytes{};
    std::size_t calls = 0;

    template <class Below>
    result<mutable_bytes> receive(Below& below, mutable_bytes) {
        return below.receive(mutable_bytes(bytes).after(calls++));
    }
};

}  // namespace

TEST_CASE("scripted_stream: bytes arrive in the pieces of the script, and then the end") {
    scripted_stream below;
    below.arrives("abc"_bytes).arrives(""_bytes).arrives("de"_bytes).ends();
    CHECK(below.left() == "abcde");
    CHECK(pieces_of(below, 10) == std::vector<std::string>{"abc", "de"});
    CHECK(below.receives() == 3);
    std::array<std::byte, 4> buffer;
    CHECK(below.receive(buffer)->empty());
    CHECK(below.receives() == 4);
    CHECK(below.left().empty());
}

TEST_CASE("scripted_stream: made of bytes, ends after them") {
    scripted_stream below("abcde"_bytes);
    std::array<std::byte, 2> buffer;
    CHECK(text(*below.receive(buffer)) == "ab");
    CHECK(below.left() == "cde");
    CHECK(pieces_of(below, 2) == std::vector<std::string>{"cd", "e"});
    CHECK(below.receive(buffer)->empty());
}

TEST_CASE("scripted_stream: a receive returns at most the given number of bytes") {
    scripted_stream below("abcde"_bytes);
    below.receives_at_most(3);
    CHECK(pieces_of(below, 10) == std::vector<std::string>{"abc", "de"});
}

TEST_CASE("scripted_stream: after the last step, a receive fails with operation_would_block") {
    scripted_stream below;
    std::array<std::byte, 4> buffer;
    CHECK(below.receive(buffer).error() == std::errc::operation_would_block);
    CHECK(below.readable().error() == std::errc::operation_would_block);
    below.arrives("a"_bytes);
    CHECK(below.readable());
    CHECK(text(*below.receive(buffer)) == "a");
    CHECK(below.receive(buffer).error() == std::errc::operation_would_block);
    CHECK(below.receives() == 1);
}

TEST_CASE("scripted_stream: an error of the script is returned once, by the next call") {
    scripted_stream below;
    below.arrives("a"_bytes)
        .receive_fails(std::errc::timed_out)
        .arrives("b"_bytes)
        .receive_fails(errc::stream_truncated)
        .ends();
    std::array<std::byte, 4> buffer;
    CHECK(text(*below.receive(buffer)) == "a");
    CHECK(below.receive(buffer).error() == std::errc::timed_out);
    CHECK(text(*below.receive(buffer)) == "b");
    CHECK(below.readable().error() == errc::stream_truncated);
    CHECK(below.readable());
    CHECK(below.receive(buffer)->empty());
}

TEST_CASE("scripted_stream: sends are recorded, each call by itself") {
    scripted_stream below;
    const std::array<const_bytes, 3> ranges = {"ab"_bytes, ""_bytes, "c"_bytes};
    CHECK(*below.send("12"_bytes) == 2);
    CHECK(*below.send(std::span<const const_bytes>(ranges)) == 3);
    CHECK(below.sends() == std::vector<std::string>{"12", "abc"});
    CHECK(below.sent() == "12abc");
}

TEST_CASE("scripted_stream: a send accepts as few bytes as the script says") {
    scripted_stream below;
    below.sends_at_most(4).accepts(1).accepts(9).send_fails(std::errc::timed_out).accepts(0);
    const std::array<const_bytes, 2> ranges = {"abc"_bytes, "defg"_bytes};
    const std::span<const const_bytes> all = ranges;
    CHECK(*below.send(all) == 1);
    CHECK(*below.send(all) == 4);
    CHECK(below.send(all).error() == std::errc::timed_out);
    CHECK(*below.send(all) == 0);
    CHECK(*below.send(all) == 4);
    CHECK(below.sends() == std::vector<std::string>{"a", "abcd", "", "abcd"});
}

TEST_CASE("scripted_stream: flush and shutdown_send are recorded, and fail as a send does") {
    scripted_stream below;
    below.send_fails(std::errc::timed_out).send_fails(std::errc::broken_pipe);
    CHECK(below.flush().error() == std::errc::timed_out);
    CHECK(below.shutdown_send().error() == std::errc::broken_pipe);
    CHECK((below.flushes() == 0 && !below.has_shut_down_send()));
    CHECK(below.flush());
    CHECK(below.shutdown_send());
    CHECK((below.flushes() == 1 && below.has_shut_down_send()));
}

TEST_CASE("scripted_stream: suspends each call once, and each direction by itself") {
    scripted_stream below("abc"_bytes);
    below.suspends();
    std::array<std::byte, 2> buffer;
    CHECK(below.receive(buffer).error() == errc::suspended);
    CHECK(below.send("x"_bytes).error() == errc::suspended);
    CHECK(text(*below.receive(buffer)) == "ab");
    CHECK(below.sent().empty());
    CHECK(below.receive(buffer).error() == errc::suspended);
    CHECK(until_complete([&] { return below.flush(); }).error() == std::errc::invalid_argument);
    CHECK(*until_complete([&] { return below.send("xy"_bytes); }) == 2);
    CHECK(until_complete([&] { return below.flush(); }));
    CHECK(until_complete([&] { return below.shutdown_send(); }));
    CHECK(text(*below.receive(buffer)) == "c");
    CHECK(until_complete([&] { return below.readable(); }));
    CHECK(until_complete([&] { return below.receive(buffer); })->empty());
    CHECK(below.sent() == "xy");
    below.suspends(false);
    CHECK(below.flush());
    CHECK(below.flushes() == 2);
}

TEST_CASE("scripted_stream: a suspended call that continues with other arguments fails") {
    scripted_stream below("abcdef"_bytes);
    below.suspends();
    std::array<std::byte, 2> buffer;
    const mutable_bytes whole = buffer;
    CHECK(below.receive(whole).error() == errc::suspended);
    CHECK(below.receive(whole.first(1)).error() == std::errc::invalid_argument);
    CHECK(below.receive(whole).error() == errc::suspended);
    CHECK(below.readable().error() == std::errc::invalid_argument);
    const std::array<const_bytes, 2> two = {whole, whole};
    CHECK(below.send(whole).error() == errc::suspended);
    CHECK(below.send(std::span<const const_bytes>(two)).error() == std::errc::invalid_argument);
    forgetful above;
    CHECK(until_complete([&] { return above.receive(below, whole); }).error() ==
          std::errc::invalid_argument);
    CHECK(below.left() == "abcdef");
    CHECK(below.sends().empty());
}

TEST_CASE("scripted_messages: each step is a message, which may be empty or truncated") {
    scripted_messages below;
    below.arrives("abc"_bytes).arrives(""_bytes).arrives("defg"_bytes).ends();
    std::array<std::byte, 3> buffer;
    received<> message = *below.receive(buffer);
    CHECK(
        (text(message.data) == "abc" && message.length == 3 && !message.truncated && !message.end));
    message = *below.receive(buffer);
    CHECK((message.data.empty() && message.length == 0 && !message.truncated && !message.end));
    message = *below.receive(buffer);
    CHECK(
        (text(message.data) == "def" && message.length == 4 && message.truncated && !message.end));
    for (int count = 0; count != 2; ++count) {
        message = *below.receive(buffer);
        CHECK((message.data.empty() && message.length == 0 && !message.truncated && message.end));
    }
    CHECK(below.receives() == 5);
}

TEST_CASE("scripted_messages: each send is a message; errors and suspensions are as of a stream") {
    scripted_messages below;
    const std::array<const_bytes, 2> ranges = {"ab"_bytes, "c"_bytes};
    below.send_fails(std::errc::message_size)
        .receive_fails(std::errc::timed_out)
        .arrives("x"_bytes);
    below.suspends();
    std::array<std::byte, 3> buffer;
    CHECK(until_complete([&] { return below.send("a"_bytes); }).error() == std::errc::message_size);
    CHECK(*until_complete([&] { return below.send("a"_bytes); }) == 1);
    CHECK(*until_complete([&] { return below.send(std::span<const const_bytes>(ranges)); }) == 3);
    CHECK(below.sends() == std::vector<std::string>{"a", "abc"});
    CHECK(until_complete([&] { return below.receive(buffer); }).error() == std::errc::timed_out);
    CHECK(until_complete([&] { return below.receive(buffer); })->length == 1);
    CHECK(until_complete([&] { return below.receive(buffer); }).error() ==
          std::errc::operation_would_block);
}

TEST_CASE("script: a pause moves the clock on, each direction for itself") {
    scripted_stream below;
    CHECK(below.now() == 0);
    CHECK(below.pause_sending(5));
    CHECK(below.pause_receiving(4));  // is over
    CHECK(below.now() == 5);
    CHECK(below.time_passes(2ns).now() == 7);
    CHECK(below.pause_receiving(9));
    CHECK(below.now() == 9);
    CHECK(below.sending_pauses() == std::vector<std::int64_t>{5});
    CHECK(below.receiving_pauses() == std::vector<std::int64_t>{9});
}

TEST_CASE("script: a pause is suspended, and continued with the same end") {
    scripted_messages below;
    below.suspends();
    CHECK(below.pause_sending(5).error() == errc::suspended);
    CHECK(below.time_passes(6ns).pause_sending(5));
    CHECK(below.now() == 6);
    CHECK(below.pause_receiving(8).error() == errc::suspended);
    CHECK(below.pause_receiving(9).error() == std::errc::invalid_argument);
    CHECK(below.pause_receiving(8).error() == errc::suspended);
    std::array<std::byte, 1> buffer{};
    CHECK(below.receive(buffer).error() == std::errc::invalid_argument);
    CHECK(below.receiving_pauses().empty());
}

TEST_CASE("script: the error of a step ends a pause of its direction") {
    scripted_stream below;
    below.receive_fails(std::errc::timed_out).send_fails(std::errc::operation_canceled);
    CHECK(below.pause_receiving(5).error() == std::errc::timed_out);
    CHECK(below.pause_sending(5).error() == std::errc::operation_canceled);
    CHECK(below.now() == 0);
    CHECK(below.pause_sending(5));
    CHECK(below.now() == 5);
}
