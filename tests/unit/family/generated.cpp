// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/nearly_valid.hpp>

#include <arpa/inet.h>

#include <cstring>
#include <optional>
#include <string>

#include <tenon.hpp>

// What tenon and the C library say of the same text. Of valid texts and nearly valid ones each must be many, or the test
// would say nothing.

using tenon::ipv4;
using tenon::ipv6;
using tenon::parse;
using unit::text_generator;

namespace {

constexpr int rounds = 200'000;

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

/// ::/96 but not :: and ::1 and their like: glibc writes the last 32 bits with dots (the “IPv4-compatible” form, which RFC 4291
/// took back), RFC 5952 wants plain groups.
bool is_v4_compatible(const ipv6::address& address) {
    const auto& groups = address.groups();
    for (std::size_t index = 0; index != 6; ++index)
        if (groups[index] != 0)
            return false;
    return groups[6] != 0;
}

}  // namespace

TEST_CASE("generated IPv4 texts: tenon and inet_pton agree, and printing leads back") {
    text_generator generator(4);
    int valid = 0;
    int invalid = 0;
    for (int round = 0; round != rounds; ++round) {
        std::string text = generator.dotted();
        if (generator.below(2) == 0)
            text = generator.damaged(std::move(text), "0123456789.. :x");
        const auto ours = parse<ipv4::address>(text);
        const auto theirs = libc_v4(text);
        INFO(text);
        REQUIRE(ours.has_value() == theirs.has_value());
        ++(ours ? valid : invalid);
        if (ours) {
            REQUIRE(ours->number() == ntohl(theirs->s_addr));
            REQUIRE(to_string(*ours) == text);
        }
    }
    CHECK(valid > rounds / 5);
    CHECK(invalid > rounds / 5);
}

TEST_CASE("generated IPv6 texts: tenon and inet_pton agree, and printing leads back") {
    text_generator generator(6);
    int valid = 0;
    int invalid = 0;
    for (int round = 0; round != rounds; ++round) {
        std::string text = generator.groups();
        if (generator.below(2) == 0)
            text = generator.damaged(std::move(text), "0123456789abcdefABCDEF::::.. %]xg");
        const auto ours = parse<ipv6::address>(text);
        const auto theirs = libc_v6(text);
        INFO(text);
        REQUIRE(ours.has_value() == theirs.has_value());
        ++(ours ? valid : invalid);
        if (!ours)
            continue;
        const in6_addr same = native(*ours);
        REQUIRE(std::memcmp(&same, &*theirs, sizeof same) == 0);
        REQUIRE(parse<ipv6::address>(to_string(*ours)).value() == *ours);
    }
    CHECK(valid > rounds / 5);
    CHECK(invalid > rounds / 5);
}

TEST_CASE("generated IPv6 addresses: tenon and inet_ntop print alike, but for the IPv4-compatible form") {
    text_generator generator(66);
    int compatible = 0;
    for (int round = 0; round != rounds; ++round) {
        ipv6::address::groups_type groups{};
        // Zeros in runs, and few bits: where the rules of shortening meet.
        const std::size_t zeros = generator.below(9);
        const std::size_t other = generator.below(9);
        for (std::size_t index = 0; index != 8; ++index)
            if ((index < zeros) == (round % 2 == 0) || (index < other) == (round % 3 == 0))
                groups[index] = static_cast<std::uint16_t>(generator.below(3) == 0 ? 0 : generator.below(0x10000));
        if (generator.below(10) == 0)
            groups = {0, 0, 0, 0, 0, static_cast<std::uint16_t>(generator.below(2) * 0xFFFF), groups[6], groups[7]};
        const ipv6::address address(groups);
        char theirs[INET6_ADDRSTRLEN];
        const in6_addr same = native(address);
        REQUIRE(inet_ntop(AF_INET6, &same, theirs, sizeof theirs) != nullptr);
        const std::string ours = to_string(address);
        if (is_v4_compatible(address)) {
            ++compatible;
            INFO(theirs);
            REQUIRE(ours.find('.') == std::string::npos);
            REQUIRE(parse<ipv6::address>(theirs).value() == address);
        } else {
            REQUIRE(ours == theirs);
        }
        REQUIRE(parse<ipv6::address>(ours).value() == address);
    }
    CHECK(compatible > rounds / 1000);
    CHECK(compatible < rounds / 5);
}

TEST_CASE("generated endpoints: printing leads back") {
    text_generator generator(7);
    for (int round = 0; round != rounds / 10; ++round) {
        ipv6::address::groups_type groups{};
        for (auto& group : groups)
            group = static_cast<std::uint16_t>(generator.below(2) * generator.below(0x10000));
        const auto port = static_cast<std::uint16_t>(generator.below(0x10000));
        const auto number = static_cast<std::uint32_t>(generator.below(0x100000000));
        const ipv6::endpoint six(ipv6::address(groups), port, generator.below(2) == 0 ? 0 : number);
        REQUIRE(parse<ipv6::endpoint>(to_string(six)).value() == six);
        const ipv4::endpoint four(ipv4::address(number), port);
        REQUIRE(parse<ipv4::endpoint>(to_string(four)).value() == four);
    }
}

TEST_CASE("generated endpoints that are nearly valid: what parses prints as it was, or is the same") {
    text_generator generator(8);
    int valid = 0;
    int invalid = 0;
    for (int round = 0; round != rounds / 4; ++round) {
        std::string text = '[' + generator.groups() + "%7]:" + std::to_string(generator.below(70000));
        text = generator.damaged(std::move(text), "0123456789abcdef::::%%[].");
        const auto parsed = parse<ipv6::endpoint>(text);
        ++(parsed ? valid : invalid);
        INFO(text);
        if (parsed)
            REQUIRE(parse<ipv6::endpoint>(to_string(*parsed)).value() == *parsed);
        else
            REQUIRE(parsed.error() == std::errc::invalid_argument);
    }
    CHECK(valid > rounds / 100);
    CHECK(invalid > rounds / 100);
}
