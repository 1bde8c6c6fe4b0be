// SPDX-License-Identifier: BSL-1.0
#include <unit/support/codec_checks.hpp>

#include <string>
#include <string_view>

#include <tenon/framing/slip.hpp>

using check::from_hex;
using tenon::slip;

TEST_CASE("slip: END before and after a message, END and ESC escaped (RFC 1055)") {
    check::both_ways(slip(), "hello", from_hex("C0 68 65 6C 6C 6F C0"));
    check::both_ways(slip(), from_hex("C0"), from_hex("C0 DB DC C0"));
    check::both_ways(slip(), from_hex("DB"), from_hex("C0 DB DD C0"));
    check::both_ways(slip(), from_hex("DC DD"), from_hex("C0 DC DD C0"));
    check::both_ways(slip(), from_hex("01 C0 DB 02 DB C0 C0"),
                     from_hex("C0 01 DB DC DB DD 02 DB DD DB DC DB DC C0"));
}

TEST_CASE("slip: any messages, read as they were written") {
    check::round_trips(slip(), check::various());
}

TEST_CASE("slip: empty frames are skipped, wherever they are") {
    check::reads(slip(), from_hex("61 C0"), {"a"});
    check::reads(slip(), from_hex("61 C0 62 C0"), {"a", "b"});
    check::reads(slip(), from_hex("C0 C0 C0 61 C0 C0 C0 C0 62 C0 C0"), {"a", "b"});
    check::reads(slip(), from_hex("C0"), {});
    check::reads(slip(), std::string(5000, '\xC0'), {});
    check::refuses(slip(), "", check::malformed);
}

TEST_CASE("slip: an idle line needs no memory") {
    slip codec(1);
    std::string bytes(100, '\xC0');
    const auto seen = codec.decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_skipped()));
    CHECK(seen->size() == 100);
}

TEST_CASE("slip: an ESC without its code is malformed") {
    for (const char* const bytes :
         {"DB C0", "DB DB", "DB 00", "DB DB DC C0", "61 DB 62", "DB DE"}) {
        CAPTURE(bytes);
        check::fails(slip(), from_hex(bytes), check::malformed);
        check::fails(slip(), from_hex("61 C0") + from_hex(bytes), check::malformed, {"a"});
    }
}

TEST_CASE("slip: a stream that ends in a message is truncated") {
    for (const char* const bytes : {"61", "C0 61", "C0 DB", "C0 61 DB DC"})
        check::fails(slip(), from_hex(bytes), check::truncated);
}

TEST_CASE("slip: the limit is exact, counts the message without escapes, and holds before END") {
    const slip codec(3);
    check::both_ways(codec, "abc",
                     "\xC0"
                     "abc"
                     "\xC0");
    check::both_ways(codec, from_hex("C0 DB C0"), from_hex("C0 DB DC DB DD DB DC C0"));
    check::refuses(codec, "abcd", check::too_long);
    check::refuses(codec, from_hex("C0 C0 C0 C0"), check::too_long);
    check::exceeds(codec, "abcd", 3);
    check::exceeds(codec, "abcd\xC0", 3);
    check::exceeds(codec, from_hex("DB DC DB DC DB DC DB DC"), 3);
    check::fails(codec, from_hex("DB DC DB DC DB DC DB"), check::truncated);
    check::exceeds(slip(0), "a", 0);
    std::string bytes = "abcdef";
    const auto seen = slip(3).decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_too_long()));
    CHECK((seen->message() == 4 && seen->allowed() == 3));
    const std::string longest(tenon::default_message_limit, 'x');
    CHECK(support::encode(slip(), longest).error == 0);
    CHECK(support::encode(slip(), longest + 'x').error == check::too_long);
}

TEST_CASE("slip: a long message byte by byte, each byte read once") {
    check::never_looks_back(slip(), std::string(100, 'x') + "\xC0", 1, "\xC0", 100);
    std::string escapes;
    for (int count = 0; count != 100; ++count)
        escapes += "\xDB\xDC";
    check::never_looks_back(slip(), escapes + "\xC0", 2, "\xC0", 100);
    check::is_linear(slip(), std::string(1'000'000, 'x') + "\xC0", 1'000'000);
}

TEST_CASE("slip: without memory nothing is sent") {
    // No memory is so large. The bytes are not read.
    const std::byte first{};
    tenon::outbox out;
    out.refer(tenon::const_bytes(&first, static_cast<std::size_t>(-1)));
    const tenon::const_bytes message = std::string_view("a");
    const auto refused = slip().encode(tenon::outgoing(message), out);
    REQUIRE(!refused.has_value());
    CHECK(refused.error() == std::errc::not_enough_memory);
    out.clear();
}
