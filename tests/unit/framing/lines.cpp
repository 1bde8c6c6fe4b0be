// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <tenon/framing/framing.hpp>
#include <tenon/framing/lines.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;
using namespace std::literals;

namespace {

static_assert(codec<lines>);

// The lines of a stream that arrives in pieces of a size, and then the error if there is one.
std::vector<std::string> lines_of(std::string_view stream, std::size_t piece,
                                  const lines& codec = lines()) {
    scripted_stream below{const_bytes(stream)};
    below.receives_at_most(piece).suspends();
    framing above(codec);
    std::string buffer(200000, '\0');
    std::vector<std::string> all;
    for (;;) {
        const auto line = until_complete([&] { return above.receive(below, buffer); });
        if (!line)
            all.push_back(line.error().message());
        if (!line || line->end)
            return all;
        all.emplace_back(as_text(line->data));
    }
}
std::string sent(std::string_view message, const lines& codec = lines()) {
    scripted_stream below;
    framing above(codec);
    const std::array<const_bytes, 3> ranges = {message.substr(0, message.size() / 2), ""_bytes,
                                               message.substr(message.size() / 2)};
    const auto size = above.send(below, std::span<const const_bytes>(ranges));
    CHECK(below.sends().size() == (size ? 1U : 0U));
    return size ? below.sent() : size.error().message();
}
std::string text_of(errc error) {
    return make_error_code(error).message();
}

using several = std::vector<std::string>;

}  // namespace

TEST_CASE("lines: LF and CR LF end a line, in pieces of any size") {
    for (std::size_t piece = 1; piece != 12; ++piece) {
        CHECK(lines_of("a\nbc\r\n\n\r\nd\n", piece) == several{"a", "bc", "", "", "d"});
        CHECK(lines_of("", piece).empty());
        CHECK(lines_of("\n", piece) == several{""});
        CHECK(lines_of("\r\n", piece) == several{""});
    }
}

TEST_CASE("lines: the last line needs no end") {
    for (const std::size_t piece : {1U, 2U, 100U}) {
        CHECK(lines_of("a\nbc", piece) == several{"a", "bc"});
        CHECK(lines_of("bc", piece) == several{"bc"});
        CHECK(lines_of("bc\r", piece) == several{"bc\r"});
        CHECK(lines_of("\r", piece) == several{"\r"});
    }
}

TEST_CASE("lines: a CR that no LF follows is a part of the line") {
    for (const std::size_t piece : {1U, 2U, 3U, 100U}) {
        CHECK(lines_of("a\rb\n\rc\r\n", piece) == several{"a\rb", "\rc"});
        CHECK(lines_of("\r\r\n", piece) == several{"\r"});
        CHECK(lines_of("a\n\rb", piece) == several{"a", "\rb"});
    }
}

TEST_CASE("lines: the limit does not count the end of a line") {
    const lines three(3);
    const std::string too_long = text_of(errc::message_too_long);
    for (const std::size_t piece : {1U, 2U, 100U}) {
        CHECK(lines_of("abc\nabc\r\nabc", piece, three) == several{"abc", "abc", "abc"});
        CHECK(lines_of("abcd\n", piece, three) == several{too_long});
        CHECK(lines_of("abcd\r\n", piece, three) == several{too_long});
        CHECK(lines_of("a\nabcd", piece, three) == several{"a", too_long});
        CHECK(lines_of("abc\r", piece, three) == several{too_long});
        CHECK(lines_of("\n", piece, lines(0)) == several{""});
        CHECK(lines_of("\r\n", piece, lines(0)) == several{""});
    }
    CHECK(sent("abc", three) == "abc\r\n");
    CHECK(sent("abcd", three) == too_long);
    const std::string longest(65536, 'l');
    CHECK(lines_of(longest + "\r\n" + longest + "l", 5000) == several{longest, too_long});
    CHECK(sent(longest) == longest + "\r\n");
    CHECK(sent(longest + "l") == too_long);
}

TEST_CASE("lines: a line that is too long is refused before its end arrives") {
    scripted_stream below;
    below.arrives("abc\r"_bytes).arrives("d"_bytes);
    framing above(lines(3));
    std::array<std::byte, 10> buffer;
    CHECK(above.receive(below, buffer).error() == errc::message_too_long);
    CHECK((above.excess().actual == 5 && above.excess().allowed == 3));
    CHECK(below.receives() == 2);
    scripted_stream whole;
    whole.arrives("abcde\r\n"_bytes);
    framing again(lines(3));
    CHECK(again.receive(whole, buffer).error() == errc::message_too_long);
    CHECK((again.excess().actual == 5 && again.excess().allowed == 3));
}

TEST_CASE("lines: CR LF ends the lines that are sent, or LF") {
    CHECK(sent("hello") == "hello\r\n");
    CHECK(sent("") == "\r\n");
    CHECK(sent("hello", lines(line_end::crlf)) == "hello\r\n");
    CHECK(sent("hello", lines(line_end::lf)) == "hello\n");
    CHECK(sent("", lines(line_end::lf)) == "\n");
    CHECK(sent("hello", lines(line_end::lf, 4)) == text_of(errc::message_too_long));
}

TEST_CASE("lines: a message that would arrive as another one is refused") {
    const std::string malformed = text_of(errc::malformed_message);
    for (const auto end : {line_end::crlf, line_end::lf})
        for (const std::string_view message : {"\n"sv, "a\nb"sv, "ab\n"sv, "\nab"sv, "a\r\nb"sv})
            CHECK(sent(message, lines(end)) == malformed);
    CHECK(sent("a\r", lines(line_end::lf)) == malformed);
    CHECK(sent("\r", lines(line_end::lf)) == malformed);
    CHECK(sent("a\rb", lines(line_end::lf)) == "a\rb\n");
    CHECK(sent("a\r") == "a\r\r\n");
    CHECK(lines_of("a\r\r\n", 1) == several{"a\r"});
}

TEST_CASE("lines: no byte is searched twice") {
    // With a codec that begins anew, 64 KiB in single bytes would be 2 GiB of comparisons.
    const std::string line(65536, 'l');
    CHECK(lines_of(line + "\n", 1) == several{line});
}
