// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <tenon/framing/framing.hpp>
#include <tenon/framing/length_prefix.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;

namespace {

static_assert(codec<length_prefix<std::uint8_t>> && codec<length_prefix<std::uint64_t>>);
static_assert(length_integer<std::uint16_t> && !length_integer<int> && !length_integer<bool>);
static_assert(sizeof(length_prefix<std::uint32_t>) == sizeof(std::size_t));

constexpr auto little = std::endian::little;
constexpr auto greatest = static_cast<std::size_t>(-1);

// Decodes a text.
template <class Codec>
result<frame> decode(Codec codec, std::string text) {
    return codec.decode(text, false);
}
template <class Codec>
bool finds(Codec codec, std::string_view text, std::size_t head, std::size_t message) {
    const result<frame> seen = decode(codec, std::string(text));
    return seen && seen->is_known() && seen->head() == head && seen->message() == message &&
           seen->tail() == 0;
}
template <class Codec>
bool refuses(Codec codec, std::string_view text, std::size_t actual, std::size_t allowed) {
    const result<frame> seen = decode(codec, std::string(text));
    return seen && seen->is_too_long() && seen->message() == actual && seen->allowed() == allowed;
}
// Sends a message of two ranges.
template <class Codec>
std::string sent(Codec codec, std::string_view first, std::string_view second) {
    scripted_stream below;
    framing above(codec);
    const std::array<const_bytes, 2> ranges = {first, second};
    const auto size = above.send(below, std::span<const const_bytes>(ranges));
    CHECK(below.sends().size() == (size ? 1U : 0U));
    return size ? below.sent() : size.error().message();
}

using namespace std::literals;

}  // namespace

TEST_CASE("length_prefix: every size and order is received") {
    CHECK(finds(length_prefix<std::uint8_t>(), "\x03"sv, 1, 3));
    CHECK(finds(length_prefix<std::uint8_t, little>(), "\xFFx"sv, 1, 255));
    CHECK(finds(length_prefix<std::uint16_t>(), "\x01\x02"sv, 2, 0x0102));
    CHECK(finds(length_prefix<std::uint16_t, little>(), "\x01\x02"sv, 2, 0x0201));
    CHECK(finds(length_prefix<std::uint32_t>(), "\x00\x01\x02\x03xyz"sv, 4, 0x010203));
    CHECK(finds(length_prefix<std::uint32_t, little>(), "\x03\x02\x01\x00"sv, 4, 0x010203));
    CHECK(finds(length_prefix<std::uint64_t>(), "\0\0\0\0\0\x01\x02\x03"sv, 8, 0x010203));
    CHECK(finds(length_prefix<std::uint64_t, little>(), "\x03\x02\x01\0\0\0\0\0"sv, 8, 0x010203));
    CHECK(finds(length_prefix<std::uint32_t>(), "\0\0\0\0"sv, 4, 0));
}

TEST_CASE("length_prefix: every size and order is sent") {
    CHECK(sent(length_prefix<std::uint8_t>(), "ab", "c") == "\x03"s + "abc");
    CHECK(sent(length_prefix<std::uint16_t>(), "ab", "c") == "\0\x03"s + "abc");
    CHECK(sent(length_prefix<std::uint16_t, little>(), "ab", "c") == "\x03\0"s + "abc");
    CHECK(sent(length_prefix<std::uint32_t>(), "", "") == "\0\0\0\0"s);
    CHECK(sent(length_prefix<std::uint32_t, little>(), "ab", "c") == "\x03\0\0\0"s + "abc");
    CHECK(sent(length_prefix<std::uint64_t>(), "ab", "c") == "\0\0\0\0\0\0\0\x03"s + "abc");
    CHECK(sent(length_prefix<std::uint64_t, little>(), "a", "") == "\x01\0\0\0\0\0\0\0"s + "a");
    const std::string message(0x0102, 'm');
    CHECK(sent(length_prefix<std::uint16_t>(), message, "") == "\x01\x02"s + message);
    CHECK(sent(length_prefix<std::uint32_t, little>(), message, "") == "\x02\x01\0\0"s + message);
}

TEST_CASE("length_prefix: needs the whole length first") {
    for (const std::string& text : {"\0"s, "\0\0\0"s}) {
        const result<frame> seen = decode(length_prefix<std::uint32_t>(), text);
        CHECK((seen && !seen->is_known() && !seen->is_too_long() && seen->size() == 4));
    }
}

TEST_CASE("length_prefix: the limit holds in both directions") {
    constexpr std::size_t mebibyte = 1024 * 1024;
    const length_prefix<std::uint32_t> usual;
    CHECK(finds(usual, "\0\x80\0\0"sv, 4, 8 * mebibyte));
    CHECK(refuses(usual, "\0\x80\0\x01"sv, 8 * mebibyte + 1, 8 * mebibyte));
    CHECK(refuses(usual, "\xFF\xFF\xFF\xFF"sv, 0xFFFFFFFF, 8 * mebibyte));
    const length_prefix<std::uint32_t> five(5);
    CHECK(finds(five, "\0\0\0\x05"sv, 4, 5));
    CHECK(refuses(five, "\0\0\0\x06"sv, 6, 5));
    CHECK(sent(five, "abc", "de") == "\0\0\0\x05"s + "abcde");
    CHECK(sent(five, "abc", "def") == make_error_code(errc::message_too_long).message());
    CHECK(refuses(length_prefix<std::uint16_t>(0), "\0\x01"sv, 1, 0));
}

TEST_CASE("length_prefix: the limit is at most what the integer can represent") {
    const length_prefix<std::uint8_t> byte(1000);
    const std::string message(256, 'm');
    CHECK(finds(byte, "\xFF"sv, 1, 255));
    CHECK(sent(byte, message.substr(1), "") == "\xFF" + message.substr(1));
    CHECK(sent(byte, message, "") == make_error_code(errc::message_too_long).message());
    const length_prefix<std::uint64_t> eight(greatest);
    CHECK(finds(eight, "\x3F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv, 8, greatest_message_limit));
    CHECK(
        refuses(eight, "\x40\0\0\0\0\0\0\0"sv, greatest_message_limit + 1, greatest_message_limit));
    CHECK(refuses(eight, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv, greatest, greatest_message_limit));
}

TEST_CASE("length_prefix: messages are received in any pieces") {
    for (const std::size_t piece : {1U, 2U, 3U, 1000U}) {
        scripted_stream below(const_bytes("\0\x03"s + "abc" + "\0\0"s + "\0\x01"s + "d"));
        below.receives_at_most(piece).suspends();
        framing<length_prefix<std::uint16_t>> above;
        std::array<std::byte, 10> buffer;
        const auto receive = [&] {
            return until_complete([&] { return above.receive(below, buffer); });
        };
        CHECK(as_text(receive()->data) == "abc");
        const auto empty = receive();
        CHECK((empty->length == 0 && !empty->end));
        CHECK(as_text(receive()->data) == "d");
        CHECK(receive()->end);
    }
}
