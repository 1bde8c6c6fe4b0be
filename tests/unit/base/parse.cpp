// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/base/parse.hpp>

using tenon::errc;
using tenon::result;
using tenon::scanner;

namespace {

result<std::uint32_t> number_in(std::string_view text, std::uint32_t highest) {
    scanner scan(text);
    return scan.decimal(highest, errc::port_missing, errc::port_exceeds_65535,
                        errc::port_has_leading_zero);
}

result<std::uint32_t> group_in(std::string_view text) {
    scanner scan(text);
    return scan.hexadecimal();
}

result<std::uint32_t> port_in(std::string_view text) {
    scanner scan(text);
    return tenon::detail::parse_port(scan);
}

}  // namespace

TEST_CASE("scanner: take removes only the expected character") {
    scanner scan("ab");
    CHECK(scan.sees('a'));
    CHECK_FALSE(scan.take('b'));
    CHECK(scan.rest() == "ab");
    CHECK(scan.take('a'));
    CHECK(scan.take('b'));
    CHECK(scan.at_end());
    CHECK_FALSE(scan.take('b'));
    CHECK_FALSE(scan.sees('\0'));
}

TEST_CASE("scanner: decimal ends before the first character that is not a digit") {
    scanner scan("120.7");
    CHECK(
        scan.decimal(255, errc::port_missing, errc::port_exceeds_65535, errc::port_has_leading_zero)
            .value() == 120);
    CHECK(scan.rest() == ".7");
}

TEST_CASE("scanner: decimal reports why the text is not a number") {
    CHECK(number_in("", 9).error() == errc::port_missing);
    CHECK(number_in("x", 9).error() == errc::port_missing);
    CHECK(number_in("-1", 9).error() == errc::port_missing);
    CHECK(number_in("+1", 9).error() == errc::port_missing);
    CHECK(number_in(" 1", 9).error() == errc::port_missing);
    CHECK(number_in("00", 9).error() == errc::port_has_leading_zero);
    CHECK(number_in("01", 9).error() == errc::port_has_leading_zero);
    CHECK(number_in("10", 9).error() == errc::port_exceeds_65535);
}

TEST_CASE("scanner: decimal accepts the highest value and refuses the next, without overflow") {
    CHECK(number_in("0", 0).value() == 0);
    CHECK(number_in("1", 0).error() == errc::port_exceeds_65535);
    CHECK(number_in("255", 255).value() == 255);
    CHECK(number_in("256", 255).error() == errc::port_exceeds_65535);
    CHECK(number_in("4294967295", 0xFFFFFFFF).value() == 0xFFFFFFFF);
    CHECK(number_in("4294967296", 0xFFFFFFFF).error() == errc::port_exceeds_65535);
    CHECK(number_in("42949672950", 0xFFFFFFFF).error() == errc::port_exceeds_65535);
    CHECK(number_in(std::string(400, '9'), 0xFFFFFFFF).error() == errc::port_exceeds_65535);
    CHECK(number_in("9", 4).error() == errc::port_exceeds_65535);
}

TEST_CASE("scanner: decimal leaves the position unchanged after an error") {
    scanner scan("256");
    CHECK_FALSE(scan.decimal(255, errc::port_missing, errc::port_exceeds_65535,
                             errc::port_has_leading_zero));
    CHECK(scan.rest() == "256");
    CHECK(scan.hexadecimal().value() == 0x256);
}

TEST_CASE("scanner: hexadecimal reads one to four digits of either case") {
    CHECK(group_in("0").value() == 0);
    CHECK(group_in("aBcD").value() == 0xABCD);
    CHECK(group_in("0001").value() == 1);
    CHECK(group_in("fg").value() == 0xF);
    CHECK(group_in("12345").error() == errc::ipv6_group_exceeds_four_digits);
    CHECK(group_in("00000").error() == errc::ipv6_group_exceeds_four_digits);
    CHECK(group_in("").error() == errc::ipv6_group_missing);
    CHECK(group_in("g").error() == errc::ipv6_group_missing);
    for (const char near_miss : {'/', ':', '@', 'G', '`', 'g'})
        CHECK_FALSE(group_in(std::string(1, near_miss)));
}

TEST_CASE("parse_port: a port follows a colon and ends the text") {
    CHECK(port_in(":0").value() == 0);
    CHECK(port_in(":65535").value() == 65535);
    CHECK(port_in("").error() == errc::port_missing);
    CHECK(port_in(":").error() == errc::port_missing);
    CHECK(port_in("80").error() == errc::unexpected_character);
    CHECK(port_in(":x").error() == errc::port_is_not_a_number);
    CHECK(port_in(":-1").error() == errc::port_is_not_a_number);
    CHECK(port_in("::").error() == errc::port_is_not_a_number);
    CHECK(port_in(":/").error() == errc::port_is_not_a_number);
    CHECK(port_in(":65536").error() == errc::port_exceeds_65535);
    CHECK(port_in(":080").error() == errc::port_has_leading_zero);
    CHECK(port_in(":80 ").error() == errc::unexpected_character);
    CHECK(port_in(std::string_view(":80\0", 4)).error() == errc::unexpected_character);
}

namespace {

/// A type that a user defines, with a `parse` of its own.
struct parsable {
    int number;
    static constexpr result<parsable> parse(std::string_view text) {
        if (text != "42")
            return tenon::failure(errc::unexpected_character);
        return parsable{42};
    }
};

}  // namespace

TEST_CASE("parse: calls the static member parse of the type") {
    STATIC_REQUIRE(tenon::parse<parsable>("42")->number == 42);
    CHECK(tenon::parse<parsable>("43").error() == errc::unexpected_character);
}
