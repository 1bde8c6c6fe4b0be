// SPDX-License-Identifier: BSL-1.0
#include <unit/support/codec_checks.hpp>

#include <string>

#include <tenon/framing/netstring.hpp>

using tenon::netstring;

TEST_CASE("netstring: the examples of its definition") {
    check::both_ways(netstring(), "hello world!", "12:hello world!,");
    check::both_ways(netstring(), "", "0:,");
    check::both_ways(netstring(), ",", "1:,,");
    check::both_ways(netstring(), "5:hello,", "8:5:hello,,");
    check::both_ways(netstring(), std::string(10, 'x'), "10:xxxxxxxxxx,");
}

TEST_CASE("netstring: any messages, read as they were written") {
    check::round_trips(netstring(), check::various());
}

TEST_CASE("netstring: malformed bytes are refused after the messages before") {
    for (const char* const bytes : {":", ":,", "00:,", "01:a,", "-1:a,", "+1:a,", " 1:a,", "1 :a,",
                                    "1x", "a", "1:ab", "0:a", "1/", "1;", "0:;"}) {
        CAPTURE(bytes);
        check::fails(netstring(), bytes, check::malformed);
        check::fails(netstring(), std::string("2:ok,") + bytes, check::malformed, {"ok"});
    }
}

TEST_CASE("netstring: a stream that ends in a message is truncated") {
    for (const char* const bytes : {"1", "1:", "1:a", "12", "0:"})
        check::fails(netstring(), bytes, check::truncated);
}

TEST_CASE("netstring: the limit is exact, and holds before the message arrives") {
    const netstring codec(10);
    check::both_ways(codec, std::string(10, 'a'), "10:aaaaaaaaaa,");
    check::refuses(codec, std::string(11, 'a'), check::too_long);
    check::exceeds(codec, "11:", 10);
    check::exceeds(codec, "9999999999999999999:", 10);
    std::string bytes = "11:";
    const auto seen = netstring(10).decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_too_long()));
    CHECK((seen->message() == 11 && seen->allowed() == 10));
    check::reads(netstring(0), "0:,", {""});
    check::exceeds(netstring(0), "1:", 0);
    check::exceeds(netstring(), "8388609:", 8388608);
    check::fails(netstring(), "8388608:", check::truncated);
}

TEST_CASE("netstring: a length beyond any number exceeds the greatest limit too") {
    constexpr std::size_t greatest = tenon::greatest_message_limit;
    const netstring codec(static_cast<std::size_t>(-1));
    check::exceeds(codec, "18446744073709551616", greatest);
    check::exceeds(codec, "10000000000000000000", greatest);
    check::exceeds(codec, "9999999999999999999:", greatest);
    check::fails(codec, "1000000000000000000a", check::malformed);
    // The layer has no memory for it.
    CHECK(support::decode(codec, std::to_string(greatest) + ":").error == check::truncated);
    check::exceeds(codec, std::to_string(greatest + 1) + ":", greatest);
}

TEST_CASE("netstring: a long message byte by byte, in linear time") {
    check::is_linear(netstring(), "1000000:" + std::string(1'000'000, ',') + ",", 1'000'000);
}
