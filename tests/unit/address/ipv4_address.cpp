// SPDX-License-Identifier: BSL-1.0

// IPv4 addresses as numbers: masks, and the next address.

#include <support/catch.hpp>

#include <tenon/address/ipv4_address.hpp>

using tenon::ipv4_address;

TEST_CASE("ipv4_address: next is the address after it, the first comes after the last") {
    CHECK(ipv4_address(0x0A000001).next() == ipv4_address(0x0A000002));
    CHECK(ipv4_address(0x0A0000FF).next() == ipv4_address(0x0A000100));
    CHECK(ipv4_address(0xFFFFFFFF).next() == ipv4_address(0));
}

TEST_CASE("ipv4_address: masked and filled replace the bits after a length") {
    constexpr ipv4_address address(0x0A0B0C0D);
    CHECK(address.masked(24) == ipv4_address(0x0A0B0C00));
    CHECK(address.filled(24) == ipv4_address(0x0A0B0CFF));
    CHECK(address.masked(0) == ipv4_address(0));
    CHECK(address.filled(0) == ipv4_address(0xFFFFFFFF));
    CHECK(address.masked(32) == address);
    CHECK(address.filled(32) == address);
}
