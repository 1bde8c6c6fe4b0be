// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <support/catch.hpp>
#include <support/codecs.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tenon/base/bytes.hpp>
#include <tenon/base/error.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/framing/framing.hpp>
#include <tenon/testing/scripted.hpp>

// Checks that are the same for all codecs.

namespace check {

inline constexpr int malformed = support::number_of(tenon::errc::malformed_message);
inline constexpr int too_long = support::number_of(tenon::errc::message_too_long);
inline constexpr int truncated = support::number_of(tenon::errc::stream_truncated);
inline constexpr int invalid_argument = support::number_of(std::errc::invalid_argument);

/// Returns bytes that are written as hexadecimal digits, with spaces anywhere.
inline std::string from_hex(std::string_view digits) {
    std::string bytes;
    unsigned value = 0;
    bool is_second = false;
    for (const char digit : digits) {
        if (digit == ' ')
            continue;
        value = value * 16 +
                static_cast<unsigned>(digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10);
        if (is_second)
            bytes += static_cast<char>(value & 0xFF);
        is_second = !is_second;
    }
    return bytes;
}
/// Returns `count` bytes that count up from `first`.
inline std::string counting_up(unsigned first, std::size_t count) {
    std::string bytes;
    for (std::size_t index = 0; index != count; ++index)
        bytes += static_cast<char>((first + index) & 0xFF);
    return bytes;
}

/// How the layer is asked for messages.
enum class asks {
    receive,
    lend
};
/// Returns what the layer of the codec receives, if each call receives at most `most` bytes and is
/// suspended before.
template <class Codec>
support::decoded by_layer(const Codec& codec, std::string_view bytes, std::size_t most, asks how) {
    tenon::framing<Codec> layer(codec);
    tenon::scripted_stream below(bytes);
    below.receives_at_most(most).suspends();
    std::vector<std::byte> buffer(bytes.size() + 1);
    support::decoded result;
    for (;;) {
        const auto received = tenon::until_complete(
            [&] { return how == asks::lend ? layer.lend(below) : layer.receive(below, buffer); });
        if (!received) {
            result.error = received.why().number();
            result.allowed = layer.excess().allowed;
            return result;
        }
        if (received->end)
            return result;
        result.messages.emplace_back(tenon::as_text(received->data));
    }
}

/// Checks what a codec reads from a stream that arrives in one piece, byte by byte, and in two
/// pieces that are cut at any place.
template <class Codec>
void stream(const Codec& codec, std::string_view bytes, const support::decoded& expected) {
    CAPTURE(bytes.size());
    CHECK(support::decode(codec, bytes) == expected);
    for (const asks how : {asks::receive, asks::lend}) {
        CHECK(by_layer(codec, bytes, bytes.size() + 1, how) == expected);
        CHECK(by_layer(codec, bytes, 1, how) == expected);
    }
    for (const support::calls when : {support::calls::when_needed, support::calls::always}) {
        support::stream_reader<Codec> each(codec, bytes, when);
        while (!each.has_all())
            each.arrive(1);
        CHECK(each.end() == expected);
        const std::size_t step = bytes.size() / 2000 + 1;
        std::size_t differing = 0;
        for (std::size_t cut = 1; cut < bytes.size(); cut += step) {
            support::stream_reader<Codec> two(codec, bytes, when);
            two.arrive(cut);
            two.arrive(bytes.size());
            differing += static_cast<std::size_t>(two.end() != expected);
        }
        CHECK(differing == 0);
    }
}
/// Checks that the bytes are these messages.
template <class Codec>
void reads(const Codec& codec, std::string_view bytes, const std::vector<std::string>& messages) {
    stream(codec, bytes, {.messages = messages, .error = 0});
}
/// Checks that the bytes are these messages, and then an error.
template <class Codec>
void fails(const Codec& codec, std::string_view bytes, int error,
           const std::vector<std::string>& messages = {}) {
    stream(codec, bytes, {.messages = messages, .error = error});
}
/// Checks that the bytes contain a message that exceeds the limit `allowed`.
template <class Codec>
void exceeds(const Codec& codec, std::string_view bytes, std::size_t allowed) {
    stream(codec, bytes, {.messages = {}, .error = too_long, .allowed = allowed});
}
/// Checks that a message is refused with an error, also if it lies in two ranges.
template <class Codec>
void refuses(const Codec& codec, std::string_view message, int error) {
    for (std::size_t cut = 0; cut <= message.size(); ++cut) {
        const tenon::const_bytes parts[] = {message.substr(0, cut), message.substr(cut)};
        CHECK(support::encode(codec, parts) == support::encoded{{}, error});
    }
}

/// Checks that the message is written as these bytes, whether it lies in one range, in two, or in a
/// range for each byte with empty ranges between them; and that it is read from them.
template <class Codec>
void both_ways(const Codec& codec, const std::string& message, const std::string& bytes) {
    CAPTURE(message.size());
    const support::encoded expected{bytes, 0};
    CHECK(support::encode(codec, message) == expected);
    std::size_t differing = 0;
    const std::string_view view = message;
    const std::size_t step = view.size() / 500 + 1;
    for (std::size_t cut = 0; cut <= view.size(); cut += step) {
        const tenon::const_bytes parts[] = {view.substr(0, cut), view.substr(cut)};
        differing += static_cast<std::size_t>(support::encode(codec, parts) != expected);
    }
    CHECK(differing == 0);
    std::vector<tenon::const_bytes> single;
    for (std::size_t index = 0; index != view.size(); ++index) {
        single.emplace_back(view.substr(index, 1));
        single.emplace_back();
    }
    CHECK(support::encode(codec, single) == expected);
    reads(codec, bytes, {message});
}
/// Checks that messages of many sizes are read as they were written, one by one and one after the
/// other, and that a stream that ends within the last of them is truncated.
template <class Codec>
void round_trips(const Codec& codec, const std::vector<std::string>& messages) {
    std::string all;
    std::size_t last = 0;
    for (const std::string& message : messages) {
        const support::encoded one = support::encode(codec, message);
        REQUIRE(one.error == 0);
        both_ways(codec, message, one.bytes);
        all += one.bytes;
        last = one.bytes.size();
    }
    reads(codec, all, messages);
    std::vector<std::string> without_last(messages.begin(), messages.end() - 1);
    if (last > 1)
        fails(codec, all.substr(0, all.size() - 1), truncated, without_last);
}
/// Returns messages for `round_trips`, none of which is empty or has the byte `without`.
inline std::vector<std::string> various(int without = -1) {
    std::vector<std::string> messages = {"a",
                                         "hello world!",
                                         std::string(3, '\0'),
                                         std::string("\xC0\xDB\xDC\xDD\xC0\0\0", 7),
                                         std::string(253, 'x'),
                                         std::string(254, 'y'),
                                         std::string(255, 'z'),
                                         counting_up(0, 300),
                                         counting_up(1, 1000),
                                         std::string(600, '\xC0')};
    if (without != -1)
        for (std::string& message : messages)
            std::replace(message.begin(), message.end(), static_cast<char>(without), '!');
    return messages;
}

/// Checks that a codec reads each byte of a frame once: when it returns, all but the last `kept`
/// bytes that it was given are replaced by `filler`, which would end the frame, or break it, if it
/// were read again. Only the call with the whole frame has the true bytes.
template <class Codec>
void never_looks_back(Codec codec, const std::string& bytes, std::size_t kept,
                      std::string_view filler, std::size_t expected_size) {
    std::string given;
    std::size_t changed = 0;
    for (std::size_t size = 1; size != bytes.size(); ++size) {
        given += bytes[size - 1];
        for (; changed + kept < size; ++changed)
            given[changed] = filler[changed % filler.size()];
        const auto seen = codec.decode(tenon::mutable_bytes(given), false);
        REQUIRE((seen.has_value() && !seen->is_known() && !seen->is_too_long()));
    }
    given = bytes;
    const auto seen = codec.decode(tenon::mutable_bytes(given), false);
    REQUIRE((seen.has_value() && seen->is_known()));
    CHECK(seen->message() == expected_size);
    CHECK(seen->size() == bytes.size());
}
/// Checks that the frame of a long message is read byte by byte in linear time: the test would take
/// minutes if each call read all bytes.
template <class Codec>
void is_linear(Codec codec, std::string bytes, std::size_t expected_size) {
    for (std::size_t size = 1; size != bytes.size(); ++size) {
        const auto seen = codec.decode(tenon::mutable_bytes(bytes).first(size), false);
        if (!seen.has_value() || seen->is_known() || seen->is_too_long() || seen->size() <= size)
            FAIL("a frame after " << size << " of " << bytes.size() << " bytes");
    }
    const auto seen = codec.decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_known()));
    CHECK(seen->message() == expected_size);
}

}  // namespace check
