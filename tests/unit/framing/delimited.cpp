// SPDX-License-Identifier: BSL-1.0
#include <unit/support/codec_checks.hpp>

#include <string>
#include <string_view>

#include <tenon/framing/delimited.hpp>

using namespace tenon::literals;
using tenon::delimited;

TEST_CASE("delimited: a delimiter of one byte, of any type of byte") {
    check::both_ways(delimited('\n'), "hello", "hello\n");
    check::both_ways(delimited('\n'), "", "\n");
    check::both_ways(delimited(std::byte{0}), "hello", std::string("hello\0", 6));
    check::both_ways(delimited(static_cast<unsigned char>(0xFF)), "a\r\n", "a\r\n\xFF");
    check::both_ways(delimited(";"_bytes), "a", "a;");
    check::reads(delimited('\n'), "a\n\nb\r\n\n", {"a", "", "b\r", ""});
}

TEST_CASE("delimited: a delimiter of several bytes") {
    const delimited blank_line("\r\n\r\n"_bytes);
    check::both_ways(blank_line, "GET / HTTP/1.1\r\nHost: a", "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    check::reads(blank_line, "a\r\n\rb\r\n\r\n\r\n\r\nc\n\r\n\r\r\n\r\n",
                 {"a\r\n\rb", "", "c\n\r\n\r"});
    const delimited repeated("aab"_bytes);
    check::reads(repeated, "aaab", {"a"});
    check::reads(repeated, "aabaaaab", {"", "aa"});
    check::both_ways(delimited("0123456789abcdef"_bytes), "0123456789abcde",
                     "0123456789abcde0123456789abcdef");
}

TEST_CASE("delimited: any messages, read as they were written") {
    check::round_trips(delimited('\n'), check::various('\n'));
    check::round_trips(delimited('\0'), check::various('\0'));
    check::round_trips(delimited("\r\n"_bytes), check::various());
    check::round_trips(delimited("--boundary"_bytes), check::various());
}

TEST_CASE("delimited: a message that contains the delimiter is refused") {
    check::refuses(delimited('\n'), "\n", check::malformed);
    check::refuses(delimited('\n'), "a\nb", check::malformed);
    check::refuses(delimited("\r\n"_bytes), "a\r\n", check::malformed);
    check::refuses(delimited("\r\n\r\n"_bytes), "a\r\n\r\nb", check::malformed);
    check::refuses(delimited("0123456789abcdef"_bytes), "x0123456789abcdefx", check::malformed);
    check::both_ways(delimited("\r\n"_bytes), "a\rb\nc\n\r\r", "a\rb\nc\n\r\r\r\n");
}

TEST_CASE("delimited: a delimiter in any division into ranges is found") {
    const std::string message = "..0123456789abcdef..";
    const delimited codec("0123456789abcdef"_bytes);
    const std::string_view view = message;
    for (std::size_t first = 0; first <= message.size(); ++first)
        for (std::size_t second = first; second <= message.size(); ++second) {
            const tenon::const_bytes parts[] = {view.substr(0, first), tenon::const_bytes(),
                                                view.substr(first, second - first),
                                                view.substr(second)};
            CHECK(support::encode(codec, parts).error == check::malformed);
        }
    std::vector<tenon::const_bytes> single;
    for (std::size_t index = 0; index != view.size(); ++index)
        single.emplace_back(view.substr(index, 1));
    CHECK(support::encode(codec, single).error == check::malformed);
}

TEST_CASE("delimited: a message that forms a delimiter with the one that follows is refused") {
    check::refuses(delimited("--"_bytes), "x-", check::malformed);
    check::refuses(delimited("--"_bytes), "-", check::malformed);
    check::refuses(delimited("\r\n\r\n"_bytes), "x\r\n", check::malformed);
    check::refuses(delimited("aXa"_bytes), "aX", check::malformed);
    check::both_ways(delimited("\r\n\r\n"_bytes), "x\r", "x\r\r\n\r\n");
    check::both_ways(delimited("aXa"_bytes), "a", "aaXa");
    check::both_ways(delimited("aab"_bytes), "aa", "aaaab");
}

TEST_CASE("delimited: the end of the stream does not end a message") {
    check::fails(delimited('\n'), "a\nb", check::truncated, {"a"});
    check::fails(delimited("\r\n"_bytes), "a\r", check::truncated);
}

TEST_CASE("delimited: the limit is exact, and holds before the delimiter arrives") {
    const delimited codec("\r\n"_bytes, 5);
    check::both_ways(codec, "12345", "12345\r\n");
    check::refuses(codec, "123456", check::too_long);
    check::exceeds(codec, "123456\r\n", 5);
    check::exceeds(codec, "1234567", 5);
    check::fails(codec, "123456", check::truncated);
    check::fails(codec, "12345\r", check::truncated);
    check::exceeds(codec, "12345\rx", 5);
    check::reads(delimited('\n', 0), "\n\n", {"", ""});
    check::exceeds(delimited('\n', 0), "x", 0);
    std::string bytes = "123456\r\n";
    const auto seen = delimited("\r\n"_bytes, 5).decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_too_long()));
    CHECK((seen->message() == 6 && seen->allowed() == 5));
    const std::string longest(tenon::default_message_limit, 'x');
    CHECK(support::encode(delimited('\n'), longest).error == 0);
    CHECK(support::encode(delimited('\n'), longest + 'x').error == check::too_long);
}

TEST_CASE("delimited: a delimiter of no bytes or of 17 is an invalid argument") {
    for (const std::string& delimiter : {std::string(), std::string(17, '-')}) {
        check::fails(delimited(delimiter), "a", check::invalid_argument);
        check::refuses(delimited(delimiter), "a", check::invalid_argument);
    }
    check::both_ways(delimited(std::string(16, '-')), "a", "a----------------");
}

TEST_CASE("delimited: the codec has a copy of the delimiter") {
    std::string delimiter = "--";
    const delimited codec(delimiter);
    delimiter = "++";
    check::both_ways(codec, "a", "a--");
}

TEST_CASE("delimited: a long message byte by byte, each byte read once") {
    check::never_looks_back(delimited('\n'), std::string(100, 'x') + "\n", 1, "\n", 100);
    check::never_looks_back(delimited("\r\n\r\n"_bytes), std::string(100, 'x') + "\r\n\r\n", 4,
                            "\r\n", 100);
    check::is_linear(delimited("\r\n"_bytes), std::string(1'000'000, '\r') + "\r\n", 1'000'000);
}
