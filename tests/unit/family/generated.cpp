// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/nearly_valid.hpp>

#include <arpa/inet.h>

#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <tenon.hpp>
#include <tenon/address/network.hpp>

// Compares tenon with the C library for 2.4 million texts, or for as many as the build defines.
// Each test checks that many texts were valid and many were not.
//
// inet_pton(3) of glibc accepts exactly the same texts. inet_ntop(3) of glibc writes one form that
// tenon does not: see is_v4_compatible.

using tenon::any_ip;
using tenon::ipv4;
using tenon::ipv6;
using tenon::parse;
using tenon::unix_domain;
using unit::text_generator;

namespace {

#ifndef UNIT_GENERATED_ROUNDS
#define UNIT_GENERATED_ROUNDS 400'000
#endif
constexpr int rounds = UNIT_GENERATED_ROUNDS;

std::optional<in_addr> libc_v4(const std::string& text) {
    in_addr address = {};
    return inet_pton(AF_INET, text.c_str(), &address) == 1 ? std::optional(address) : std::nullopt;
}
std::optional<in6_addr> libc_v6(const std::string& text) {
    in6_addr address = {};
    return inet_pton(AF_INET6, text.c_str(), &address) == 1 ? std::optional(address) : std::nullopt;
}
in6_addr native(const ipv6::address& address) {
    sockaddr_in6 whole = {};
    const ipv6::endpoint endpoint(address, 0);
    std::memcpy(&whole, endpoint.data(), sizeof whole);
    return whole.sin6_addr;
}

/// Returns whether the address is in ::/96 and its seventh group is not 0. glibc writes the last 32
/// bits of those with dots (the IPv4-compatible form, which RFC 4291 deprecates); RFC 5952 requires
/// groups.
bool is_v4_compatible(const ipv6::address& address) {
    const auto& groups = address.groups();
    for (std::size_t index = 0; index != 6; ++index)
        if (groups[index] != 0)
            return false;
    return groups[6] != 0;
}

/// Takes less time than REQUIRE, which would be called millions of times.
void expect(bool condition, std::string_view text) {
    if (!condition)
        FAIL(std::string(text));
}

}  // namespace

TEST_CASE("parse: generated IPv4 texts, agrees with inet_pton, and to_string returns the text") {
    text_generator generator(4);
    int valid = 0;
    int invalid = 0;
    for (int round = 0; round != 2 * rounds; ++round) {
        std::string text = generator.dotted();
        if (generator.below(2) == 0)
            text = generator.damaged(std::move(text), "0123456789.. :x");
        const auto ours = parse<ipv4::address>(text);
        const auto theirs = libc_v4(text);
        expect(ours.has_value() == theirs.has_value(), text);
        ++(ours ? valid : invalid);
        if (ours) {
            expect(ours->number() == ntohl(theirs->s_addr), text);
            expect(to_string(*ours) == text, text);
        }
    }
    CHECK(valid > rounds / 3);
    CHECK(invalid > rounds / 3);
}

TEST_CASE(
    "parse: generated IPv6 texts, agrees with inet_pton, and the printed address parses to the same") {
    text_generator generator(6);
    int valid = 0;
    int invalid = 0;
    for (int round = 0; round != 2 * rounds; ++round) {
        std::string text = generator.groups();
        if (generator.below(2) == 0)
            text = generator.damaged(std::move(text), "0123456789abcdefABCDEF::::.. %]xg");
        const auto ours = parse<ipv6::address>(text);
        const auto theirs = libc_v6(text);
        expect(ours.has_value() == theirs.has_value(), text);
        ++(ours ? valid : invalid);
        if (!ours)
            continue;
        const in6_addr same = native(*ours);
        expect(std::memcmp(&same, &*theirs, sizeof same) == 0, text);
        expect(ipv6::address::from_bytes(ours->bytes()) == *ours, text);
        expect(parse<ipv6::address>(to_string(*ours)).value() == *ours, text);
    }
    CHECK(valid > rounds / 3);
    CHECK(invalid > rounds / 3);
}

TEST_CASE(
    "to_string: generated IPv6 addresses, agrees with inet_ntop except for IPv4-compatible ones") {
    text_generator generator(66);
    int compatible = 0;
    for (int round = 0; round != rounds; ++round) {
        ipv6::address::groups_type groups{};
        // Runs of zeros, in which several rules of shortening apply.
        const std::size_t zeros = generator.below(9);
        const std::size_t other = generator.below(9);
        for (std::size_t index = 0; index != 8; ++index)
            if ((index < zeros) == (round % 2 == 0) || (index < other) == (round % 3 == 0))
                groups[index] = static_cast<std::uint16_t>(
                    generator.below(3) == 0 ? 0 : generator.below(0x10000));
        if (generator.below(10) == 0)
            groups = {0,         0,        0,
                      0,         0,        static_cast<std::uint16_t>(generator.below(2) * 0xFFFF),
                      groups[6], groups[7]};
        const ipv6::address address(groups);
        char theirs[INET6_ADDRSTRLEN];
        const in6_addr same = native(address);
        expect(inet_ntop(AF_INET6, &same, theirs, sizeof theirs) != nullptr, "inet_ntop");
        const std::string ours = to_string(address);
        if (is_v4_compatible(address)) {
            ++compatible;
            expect(ours.find('.') == std::string::npos, ours);
            expect(parse<ipv6::address>(theirs).value() == address, ours);
        } else {
            expect(ours == theirs, ours);
        }
        expect(parse<ipv6::address>(ours).value() == address, ours);
    }
    CHECK(compatible > rounds / 1000);
    CHECK(compatible < rounds / 5);
}

TEST_CASE("to_string: generated IPv4 addresses, agrees with inet_ntop") {
    text_generator generator(44);
    int compared = 0;
    for (; compared != rounds; ++compared) {
        const ipv4::address address(generator.word());
        const in_addr same = {htonl(address.number())};
        char theirs[INET_ADDRSTRLEN];
        expect(inet_ntop(AF_INET, &same, theirs, sizeof theirs) != nullptr, "inet_ntop");
        expect(to_string(address) == theirs, theirs);
    }
    CHECK(compared == rounds);
}

TEST_CASE("parse: generated networks, to_string returns the text, and host bits are refused") {
    text_generator generator(9);
    int valid = 0;
    int host_bits = 0;
    for (int round = 0; round != rounds / 10; ++round) {
        const ipv4::address four(generator.word() << generator.below(32));
        const auto length = static_cast<unsigned>(generator.below(33));
        const std::string text = to_string(four) + '/' + std::to_string(length);
        const auto parsed = parse<ipv4::network>(text);
        const std::uint64_t after = four.number() & ((std::uint64_t{1} << (32 - length)) - 1);
        expect(parsed.has_value() == (after == 0), text);
        ++(parsed ? valid : host_bits);
        if (parsed)
            expect(to_string(*parsed) == text, text);
        const ipv6::network six =
            ipv6::network::containing(ipv6::address::mapped(four),
                                      static_cast<unsigned>(generator.below(129)))
                .value();
        expect(parse<ipv6::network>(to_string(six)).value() == six, text);
    }
    CHECK(valid > rounds / 100);
    CHECK(host_bits > rounds / 100);
}

TEST_CASE("parse: generated endpoints, any_ip agrees with ipv4 or ipv6") {
    text_generator generator(10);
    int four = 0;
    int six = 0;
    for (int round = 0; round != rounds / 10; ++round) {
        const std::string port = ':' + std::to_string(generator.below(66000));
        const std::string text = generator.below(2) == 0 ? generator.dotted() + port
                                                         : '[' + generator.groups() + ']' + port;
        const auto either = parse<any_ip::endpoint>(text);
        const auto as_four = parse<ipv4::endpoint>(text);
        const auto as_six = parse<ipv6::endpoint>(text);
        expect(either.has_value() == (as_four.has_value() || as_six.has_value()), text);
        if (as_four)
            expect(*either == *as_four, text);
        if (as_six)
            expect(*either == *as_six, text);
        four += as_four.has_value();
        six += as_six.has_value();
    }
    CHECK(four > rounds / 100);
    CHECK(six > rounds / 100);
}

TEST_CASE("parse: generated Unix names, the printed endpoint parses to the same") {
    text_generator generator(11);
    int valid = 0;
    int invalid = 0;
    for (int round = 0; round != rounds / 10; ++round) {
        std::string name;
        for (std::size_t size = generator.below(110); size != 0; --size)
            name += static_cast<char>(generator.below(4) == 0 ? generator.below(256)
                                                              : static_cast<unsigned char>('@'));
        const auto endpoint =
            generator.below(2) == 0 ? unix_domain::abstract(name) : unix_domain::path(name);
        if (endpoint)
            expect(parse<unix_domain::endpoint>(to_string(*endpoint)).value() == *endpoint, name);
        std::string text = "@a\\0\\\\\\x01(unnamed)";
        const auto parsed =
            parse<unix_domain::endpoint>(generator.damaged(std::move(text), "@\\0x1f("));
        ++(parsed ? valid : invalid);
        if (parsed)
            expect(parse<unix_domain::endpoint>(to_string(*parsed)).value() == *parsed, text);
    }
    CHECK(valid > rounds / 100);
    CHECK(invalid > rounds / 100);
}

TEST_CASE("to_string: generated endpoints, the text parses to the same") {
    text_generator generator(7);
    int printed = 0;
    for (; printed != rounds / 10; ++printed) {
        ipv6::address::groups_type groups{};
        for (auto& group : groups)
            group = static_cast<std::uint16_t>(generator.below(2) * generator.below(0x10000));
        const auto port = static_cast<std::uint16_t>(generator.below(0x10000));
        const auto number = generator.word();
        const ipv6::endpoint six(ipv6::address(groups), port, generator.below(2) == 0 ? 0 : number);
        expect(parse<ipv6::endpoint>(to_string(six)).value() == six, "IPv6");
        const ipv4::endpoint four(ipv4::address(number), port);
        expect(parse<ipv4::endpoint>(to_string(four)).value() == four, "IPv4");
    }
    CHECK(printed == rounds / 10);
}

TEST_CASE("parse: nearly valid IPv6 endpoints, the printed endpoint parses to the same") {
    text_generator generator(8);
    int valid = 0;
    int invalid = 0;
    for (int round = 0; round != rounds / 4; ++round) {
        std::string text =
            '[' + generator.groups() + "%7]:" + std::to_string(generator.below(70000));
        text = generator.damaged(std::move(text), "0123456789abcdef::::%%[].");
        const auto parsed = parse<ipv6::endpoint>(text);
        ++(parsed ? valid : invalid);
        if (parsed)
            expect(parse<ipv6::endpoint>(to_string(*parsed)).value() == *parsed, text);
        else
            // A zone that is not a number may be the name of an interface.
            expect(parsed.error() == std::errc::invalid_argument ||
                       parsed.error() == std::errc::no_such_device,
                   text);
    }
    CHECK(valid > rounds / 100);
    CHECK(invalid > rounds / 100);
}
