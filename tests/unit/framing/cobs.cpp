// SPDX-License-Identifier: BSL-1.0
#include <unit/support/codec_checks.hpp>

#include <string>
#include <string_view>

#include <tenon/framing/cobs.hpp>

using check::counting_up;
using check::from_hex;
using tenon::cobs;

TEST_CASE("cobs: the example of the paper") {
    check::both_ways(cobs(), from_hex("45 00 00 2C 4C 79 00 00 40 06 4F 37"),
                     from_hex("02 45 01 04 2C 4C 79 01 05 40 06 4F 37 00"));
}

TEST_CASE("cobs: short messages") {
    check::both_ways(cobs(), "", from_hex("01 00"));
    check::both_ways(cobs(), from_hex("00"), from_hex("01 01 00"));
    check::both_ways(cobs(), from_hex("00 00"), from_hex("01 01 01 00"));
    check::both_ways(cobs(), from_hex("00 11 00"), from_hex("01 02 11 01 00"));
    check::both_ways(cobs(), from_hex("11 22 00 33"), from_hex("03 11 22 02 33 00"));
    check::both_ways(cobs(), from_hex("11 22 33 44"), from_hex("05 11 22 33 44 00"));
    check::both_ways(cobs(), from_hex("11 00 00 00"), from_hex("02 11 01 01 01 00"));
}

TEST_CASE("cobs: blocks of 253, 254 and 255 bytes") {
    const std::string zero(1, '\0');
    check::both_ways(cobs(), counting_up(1, 253), "\xFE" + counting_up(1, 253) + zero);
    check::both_ways(cobs(), counting_up(1, 254), "\xFF" + counting_up(1, 254) + zero);
    check::both_ways(cobs(), counting_up(0, 255), "\x01\xFF" + counting_up(1, 254) + zero);
    check::both_ways(cobs(), counting_up(1, 255), "\xFF" + counting_up(1, 254) + "\x02\xFF" + zero);
    check::both_ways(cobs(), counting_up(2, 255), "\xFF" + counting_up(2, 254) + "\x01\x01" + zero);
    check::both_ways(cobs(), counting_up(3, 255), "\xFE" + counting_up(3, 253) + "\x02\x01" + zero);
    const std::string full(254, 'x');
    check::both_ways(cobs(), full + full, "\xFF" + full + "\xFF" + full + zero);
    check::both_ways(cobs(), full + zero, "\xFF" + full + "\x01\x01" + zero);
}

TEST_CASE("cobs: the empty block after a full one, which the paper's encoder adds") {
    check::reads(cobs(), "\xFF" + counting_up(1, 254) + std::string("\x01\0", 2),
                 {counting_up(1, 254)});
    check::reads(cobs(254), "\xFF" + counting_up(1, 254) + std::string("\x01\0", 2),
                 {counting_up(1, 254)});
}

TEST_CASE("cobs: any messages, read as they were written") {
    check::round_trips(cobs(), check::various());
    check::round_trips(cobs(), {"a", "", "b", ""});
}

TEST_CASE("cobs: zeros between frames are skipped") {
    check::reads(cobs(), from_hex("00 00 02 61 00 00 00 01 00 00"), {"a", ""});
    check::reads(cobs(), std::string(5000, '\0'), {});
    cobs codec(1);
    std::string bytes(100, '\0');
    const auto seen = codec.decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_skipped()));
    CHECK(seen->size() == 100);
}

TEST_CASE("cobs: a code that reaches beyond the frame is malformed") {
    for (const char* const bytes :
         {"02 00", "03 61 00", "02 61 02 00", "FF 61 00", "01 01 FF 00"}) {
        CAPTURE(bytes);
        check::fails(cobs(), from_hex(bytes), check::malformed);
        check::fails(cobs(), from_hex("02 61 00") + from_hex(bytes), check::malformed, {"a"});
    }
}

TEST_CASE("cobs: a stream that ends in a frame is truncated") {
    for (const char* const bytes : {"01", "02 61", "FF", "00 02"})
        check::fails(cobs(), from_hex(bytes), check::truncated);
}

TEST_CASE("cobs: the limit is exact, counts the message, and holds before the zero arrives") {
    const std::string zero(1, '\0');
    const cobs codec(3);
    check::both_ways(codec, "abc",
                     "\x04"
                     "abc" +
                         zero);
    check::both_ways(codec, std::string(3, '\0'), "\x01\x01\x01\x01" + zero);
    check::refuses(codec, "abcd", check::too_long);
    check::refuses(codec, std::string(4, '\0'), check::too_long);
    check::exceeds(codec,
                   "\x05"
                   "abcd",
                   3);
    check::exceeds(codec,
                   "\x05"
                   "abcd" +
                       zero,
                   3);
    check::exceeds(codec, zero + "\x01\x01\x01\x01\x01", 3);
    check::fails(codec,
                 "\x05"
                 "abc",
                 check::truncated);
    check::reads(cobs(0), from_hex("01 00"), {""});
    check::exceeds(cobs(0), from_hex("01 01"), 0);
    for (const std::size_t size : {253U, 254U, 255U, 508U, 509U}) {
        const std::string message(size, 'x');
        const std::string bytes = support::encode(cobs(), message).bytes;
        check::both_ways(cobs(size), message, bytes);
        CHECK(support::encode(cobs(size - 1), message).error == check::too_long);
        check::exceeds(cobs(size - 1), bytes, size - 1);
    }
    const std::string longest(tenon::default_message_limit, 'x');
    CHECK(support::encode(cobs(), longest).error == 0);
    CHECK(support::encode(cobs(), longest + 'x').error == check::too_long);
}

TEST_CASE("cobs: a long message byte by byte, each byte read once") {
    check::never_looks_back(cobs(), "\x65" + std::string(100, 'x') + '\0', 1, std::string("y\0", 2),
                            100);
    std::string blocks;
    for (int count = 0; count != 4000; ++count)
        blocks += "\xFF" + std::string(254, 'x');
    check::is_linear(cobs(), blocks + '\0', 1'016'000);
}

TEST_CASE("cobs: without memory nothing is sent") {
    // No memory is so large. The bytes are not read.
    const std::byte first{};
    tenon::outbox out;
    out.refer(tenon::const_bytes(&first, static_cast<std::size_t>(-1)));
    const tenon::const_bytes message = std::string_view("a");
    const auto refused = cobs().encode(tenon::outgoing(message), out);
    REQUIRE(!refused.has_value());
    CHECK(refused.error() == std::errc::not_enough_memory);
    out.clear();
}
