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
#include <tenon/framing/length_field.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;
using namespace std::literals;

namespace {

static_assert(codec<length_field>);

constexpr auto greatest = static_cast<std::size_t>(-1);

// The first message of a stream, or the error.
std::string message_of(const length_field& codec, std::string_view stream) {
    scripted_stream below{const_bytes(stream)};
    below.receives_at_most(1);
    framing above(codec);
    std::array<std::byte, 100> buffer;
    const auto message = above.receive(below, buffer);
    return message ? std::string(as_text(message->data)) : message.error().message();
}
// What is sent for a message, or the error. It is sent in two ranges, cut anywhere.
std::string sent(const length_field& codec, std::string_view message) {
    std::string first;
    for (std::size_t cut = 0; cut <= message.size(); ++cut) {
        scripted_stream below;
        framing above(codec);
        const std::array<const_bytes, 2> ranges = {message.substr(0, cut), message.substr(cut)};
        const auto size = above.send(below, std::span<const const_bytes>(ranges));
        const std::string each = size ? below.sent() : size.error().message();
        CHECK(below.sends().size() == (size ? 1U : 0U));
        if (cut == 0)
            first = each;
        CHECK(each == first);
    }
    return first;
}
// The message arrives in these bytes, and is sent in them.
bool is(const length_field& codec, const std::string& bytes, const std::string& message) {
    return message_of(codec, bytes + bytes) == message && sent(codec, message) == bytes;
}
std::string text_of(errc error) {
    return make_error_code(error).message();
}
std::string text_of(std::errc error) {
    return failure(error).code().message();
}

const std::string hello = "HELLO, WORLD";

}  // namespace

TEST_CASE("length_field: four bytes that count the message, unless told otherwise") {
    CHECK(is({}, "\0\0\0\x0C"s + hello, hello));
    CHECK(is({}, "\0\0\0\0"s, ""));
}

// The examples of the documentation of Netty's LengthFieldBasedFrameDecoder.
TEST_CASE("length_field: the layouts that Netty documents") {
    CHECK(is({.size = 2, .skip = 0}, "\0\x0C"s + hello, "\0\x0C"s + hello));
    CHECK(is({.size = 2}, "\0\x0C"s + hello, hello));
    CHECK(is({.size = 2, .adjustment = -2, .skip = 0}, "\0\x0E"s + hello, "\0\x0E"s + hello));
    CHECK(is({.offset = 2, .size = 3, .skip = 0}, "\xCA\xFE\0\0\x0C"s + hello,
             "\xCA\xFE\0\0\x0C"s + hello));
    CHECK(is({.size = 3, .adjustment = 2, .skip = 0}, "\0\0\x0C\xCA\xFE"s + hello,
             "\0\0\x0C\xCA\xFE"s + hello));
    CHECK(is({.offset = 1, .size = 2, .adjustment = 1, .skip = 3}, "\0\0\x0C\xFE"s + hello,
             "\xFE"s + hello));
    CHECK(is({.offset = 1, .size = 2, .adjustment = -3, .skip = 3}, "\0\0\x10\xFE"s + hello,
             "\xFE"s + hello));
}

TEST_CASE("length_field: every size and order") {
    for (std::size_t size = 1; size != 9; ++size) {
        const std::string zeros(size - 1, '\0');
        CHECK(is({.size = size}, zeros + "\x0C" + hello, hello));
        CHECK(is({.size = size, .order = std::endian::little}, "\x0C" + zeros + hello, hello));
    }
    const std::string message(0x010203, 'm');
    CHECK(sent({.size = 3, .limit = greatest}, "").size() == 3);
    scripted_stream below(const_bytes("\x03\x02\x01"s + message));
    framing above(length_field{.size = 3, .order = std::endian::little});
    CHECK(above.lend(below)->length == message.size());
    CHECK(above.send(below, const_bytes(message)));
    CHECK(below.sent() == "\x03\x02\x01"s + message);
}

TEST_CASE("length_field: bytes that are skipped are sent as zeros, and ignored") {
    const length_field codec{.offset = 2, .size = 1, .skip = 20, .limit = 50};
    CHECK(sent(codec, hello) == "\0\0\x1D"s + std::string(17, '\0') + hello);
    CHECK(message_of(codec, "xy\x1D" + std::string(17, 'z') + hello) == hello);
    // The message begins in the length.
    CHECK(is({.offset = 1, .size = 2, .skip = 2}, "\0\0\x0C"s + hello, "\x0C" + hello));
}

TEST_CASE("length_field: a length that is a part of the message is replaced by the true one") {
    CHECK(sent({.offset = 1, .size = 2, .skip = 0}, "T??" + hello) == "T\0\x0C"s + hello);
    CHECK(sent({.offset = 1, .size = 2, .skip = 1}, "??" + hello) == "\0\0\x0C"s + hello);
}

TEST_CASE("length_field: a frame that is shorter than its head is malformed") {
    const std::string malformed = text_of(errc::malformed_message);
    const length_field counts_itself{.size = 2, .adjustment = -2};
    CHECK(message_of(counts_itself, "\0\x01"sv) == malformed);
    CHECK(message_of(counts_itself, "\0\0"sv) == malformed);
    CHECK(is(counts_itself, "\0\x02"s, ""));
    const length_field skips{.size = 1, .skip = 4};
    CHECK(message_of(skips, "\x02zzz"sv) == malformed);
    CHECK(is(skips, "\x03\0\0\0"s, ""));
    const length_field whole{.offset = 1, .size = 1, .skip = 0};
    CHECK(sent(whole, "T") == malformed);
    CHECK(is(whole, "T\0"s, "T\0"s));
    // The length would be negative.
    const length_field adds{.size = 1, .adjustment = 3};
    CHECK(sent(adds, "ab") == malformed);
    CHECK(is(adds, "\0abc"s, "abc"));
}

TEST_CASE("length_field: the limit is tested before the adjustment, in both directions") {
    const std::string too_long = text_of(errc::message_too_long);
    const length_field codec{.size = 2, .adjustment = 2, .limit = 12};
    CHECK(is(codec, "\0\x0C"s + hello + "!!", hello + "!!"));
    CHECK(message_of(codec, "\0\x0D"sv) == too_long);
    CHECK(sent(codec, hello + "!!!") == too_long);
    std::string thirteen = "\0\x0D"s;
    const result<frame> seen = codec.decode(thirteen, false);
    CHECK((seen->is_too_long() && seen->message() == 13 && seen->allowed() == 12));
    // The field cannot represent more.
    CHECK(sent({.size = 1}, std::string(255, 'm')).size() == 256);
    CHECK(sent({.size = 1}, std::string(256, 'm')) == too_long);
    CHECK(message_of({.size = 8, .limit = greatest}, "\x40\0\0\0\0\0\0\0"sv) == too_long);
    CHECK(message_of({.size = 8}, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"sv) == too_long);
    std::string most = "\x3F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s;
    const length_field eight{.size = 8, .adjustment = 65536, .limit = greatest};
    CHECK(eight.decode(most, false)->message() == greatest_message_limit + 65536);
    const std::byte only{};
    const const_bytes longest(&only, greatest_message_limit + 1);
    outbox out;
    CHECK(eight.encode(outgoing(longest), out).error() == errc::message_too_long);
}

TEST_CASE("length_field: needs the whole head first") {
    std::string text = "abc";
    const result<frame> seen = length_field{.offset = 2, .size = 2}.decode(text, false);
    CHECK((seen && !seen->is_known() && seen->size() == 4));
}

TEST_CASE("length_field: with members out of their range, nothing can be sent or received") {
    const std::string invalid = text_of(std::errc::invalid_argument);
    for (const length_field& codec : {
             length_field{.size = 0},
             length_field{.size = 9},
             length_field{.size = greatest},
             length_field{.offset = 65537},
             length_field{.offset = greatest},
             length_field{.skip = 65541},
             length_field{.skip = greatest - 1},
             length_field{.adjustment = 65537},
             length_field{.adjustment = -65537},
         }) {
        CHECK(message_of(codec, "abcdefgh") == invalid);
        CHECK(sent(codec, "x") == invalid);
    }
    const length_field most{.offset = 65536, .adjustment = 65536};
    CHECK(sent(most, std::string(10, 'm')) == text_of(errc::malformed_message));
    const length_field least{.offset = 65536, .adjustment = -65536};
    CHECK(sent(least, "m") == std::string(65536, '\0') + "\0\x01\0\x01"s + "m");
}
