// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <arpa/inet.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <tenon/base/byte_order.hpp>

using tenon::big_endian;
using tenon::network_order;

TEST_CASE("big_endian: the most significant byte is first") {
    using bytes = std::array<unsigned char, 4>;
    CHECK(std::bit_cast<bytes>(big_endian<std::uint32_t>(0x01020304)) == bytes{1, 2, 3, 4});
    CHECK(std::bit_cast<std::array<unsigned char, 2>>(big_endian<std::uint16_t>(0xABCD)) ==
          std::array<unsigned char, 2>{0xAB, 0xCD});
    CHECK(std::bit_cast<std::array<unsigned char, 8>>(big_endian<std::uint64_t>(
              0x0102030405060708)) == std::array<unsigned char, 8>{1, 2, 3, 4, 5, 6, 7, 8});
    CHECK(std::bit_cast<unsigned char>(big_endian<std::uint8_t>(0xAB)) == 0xAB);
}

TEST_CASE("big_endian: has the size of the number and alignment 1") {
    struct header {
        std::uint8_t kind;
        big_endian<std::uint32_t> length;
        big_endian<std::uint16_t> check;
    };
    STATIC_REQUIRE(sizeof(header) == 7);
    STATIC_REQUIRE(alignof(big_endian<std::uint64_t>) == 1);
    STATIC_REQUIRE(sizeof(big_endian<std::uint64_t>) == 8);
    STATIC_REQUIRE(std::is_trivially_copyable_v<big_endian<std::uint32_t>>);
}

TEST_CASE("big_endian: is read and written as a number") {
    big_endian<std::uint16_t> port;
    CHECK(port == 0);
    port = 443;
    CHECK(port == 443);
    CHECK(port.value() == 443);
    const std::uint16_t plain = port;
    CHECK(plain == 443);
    STATIC_REQUIRE(big_endian<std::uint32_t>(0xFFFFFFFF) == 0xFFFFFFFF);
    STATIC_REQUIRE(big_endian<std::uint64_t>(0x8000000000000000) == 0x8000000000000000);
}

TEST_CASE("network_order: returns the same as htons and htonl") {
    for (const std::uint32_t number :
         {0U, 1U, 0x1234U, 0xFFFFU, 0x12345678U, 0x80000000U, 0xFFFFFFFFU}) {
        CHECK(network_order(number) == htonl(number));
        CHECK(network_order(static_cast<std::uint16_t>(number)) ==
              htons(static_cast<std::uint16_t>(number)));
        CHECK(network_order(network_order(number)) == number);
    }
    STATIC_REQUIRE(network_order(std::uint8_t{7}) == 7);
}
