// SPDX-License-Identifier: BSL-1.0
#include <unit/support/codec_checks.hpp>

#include <cstdint>
#include <limits>
#include <string>

#include <tenon/framing/varint_prefix.hpp>

using check::from_hex;
using tenon::varint_prefix;

TEST_CASE("varint_prefix: lengths of one byte and of several") {
    check::both_ways(varint_prefix(), "", from_hex("00"));
    check::both_ways(varint_prefix(), "a", from_hex("01 61"));
    for (const auto& [size, varint] :
         {std::pair(127U, "7F"), std::pair(128U, "80 01"), std::pair(300U, "AC 02"),
          std::pair(16383U, "FF 7F"), std::pair(16384U, "80 80 01")}) {
        const std::string message(size, 'x');
        check::both_ways(varint_prefix(), message, from_hex(varint) + message);
    }
}

TEST_CASE("varint_prefix: a message of Protocol Buffers, delimited") {
    // message Test1 { int32 a = 1; }, with a = 150, from the description of the encoding.
    check::both_ways(varint_prefix(), from_hex("08 96 01"), from_hex("03 08 96 01"));
}

TEST_CASE("varint_prefix: any messages, read as they were written") {
    check::round_trips(varint_prefix(), check::various());
    check::round_trips(varint_prefix(), {"a", "", "b", ""});
}

TEST_CASE("varint_prefix: a length that is longer than needed is accepted up to 10 bytes") {
    check::reads(varint_prefix(), from_hex("81 00 61"), {"a"});
    check::reads(varint_prefix(), from_hex("80 80 80 80 80 80 80 80 80 00"), {""});
}

TEST_CASE("varint_prefix: a length of 2^64 or more, or of 11 bytes, is malformed") {
    check::exceeds(varint_prefix(), from_hex("FF FF FF FF FF FF FF FF FF 01"), 8388608);
    check::fails(varint_prefix(), from_hex("FF FF FF FF FF FF FF FF FF 02"), check::malformed);
    check::fails(varint_prefix(), from_hex("80 80 80 80 80 80 80 80 80 02"), check::malformed);
    check::fails(varint_prefix(), from_hex("80 80 80 80 80 80 80 80 80 80"), check::malformed);
    check::fails(varint_prefix(), from_hex("80 80 80 80 80 80 80 80 80 81 00"), check::malformed);
    check::fails(varint_prefix(), from_hex("00 80 80 80 80 80 80 80 80 80 02"), check::malformed,
                 {""});
    std::string bytes = from_hex("FF FF FF FF FF FF FF FF FF 01");
    const auto seen = varint_prefix(1).decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_too_long()));
    CHECK(seen->message() == std::numeric_limits<std::size_t>::max());
}

TEST_CASE("varint_prefix: a stream that ends in a message is truncated") {
    for (const char* const bytes : {"80", "01", "80 80 80 80 80 80 80 80 80", "02 61"})
        check::fails(varint_prefix(), from_hex(bytes), check::truncated);
}

TEST_CASE("varint_prefix: the limit is exact, and holds before the message arrives") {
    const varint_prefix codec(300);
    const std::string longest(300, 'x');
    check::both_ways(codec, longest, from_hex("AC 02") + longest);
    check::refuses(codec, longest + 'x', check::too_long);
    check::exceeds(codec, from_hex("AD 02"), 300);
    std::string bytes = from_hex("AD 02");
    const auto seen = varint_prefix(300).decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_too_long()));
    CHECK((seen->message() == 301 && seen->allowed() == 300));
    check::reads(varint_prefix(0), from_hex("00"), {""});
    check::exceeds(varint_prefix(0), from_hex("01"), 0);
    check::fails(varint_prefix(), from_hex("80 80 80 04"), check::truncated);
    check::exceeds(varint_prefix(), from_hex("81 80 80 04"), 8388608);
}

TEST_CASE("varint_prefix: the greatest limit, which a greater one is reduced to") {
    constexpr std::uint64_t greatest = tenon::greatest_message_limit;
    for (const std::uint64_t length : {greatest, greatest + 1}) {
        std::string bytes;
        for (std::uint64_t rest = length; rest != 0; rest >>= 7)
            bytes += static_cast<char>((rest & 0x7F) | (rest < 0x80 ? 0 : 0x80));
        const varint_prefix codec(std::numeric_limits<std::size_t>::max());
        if (length == greatest)
            // The layer has no memory for it.
            CHECK(support::decode(codec, bytes).error == check::truncated);
        else
            check::exceeds(codec, bytes, tenon::greatest_message_limit);
    }
}
