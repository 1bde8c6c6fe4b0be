// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include <tenon.hpp>
#include <tenon/address/hardware_address.hpp>

using tenon::hardware_address;
using six_bytes = std::array<std::uint8_t, 6>;

TEST_CASE("hardware_address: prints two hexadecimal digits for each byte, separated by colons") {
    const hardware_address address(six_bytes{0x02, 0x00, 0x5E, 0x10, 0xAB, 0xCF});
    CHECK(to_string(address) == "02:00:5e:10:ab:cf");
    CHECK(to_string(hardware_address()).empty());
    CHECK(to_string(hardware_address(std::array<std::uint8_t, 1>{0x0A})) == "0a");
    std::ostringstream stream;
    stream << address;
    CHECK(stream.str() == "02:00:5e:10:ab:cf");
}

TEST_CASE("hardware_address: holds up to 32 bytes, and refuses more") {
    STATIC_REQUIRE(hardware_address().empty());
    STATIC_REQUIRE(hardware_address(six_bytes{1, 2, 3, 4, 5, 6}).size() == 6);
    STATIC_REQUIRE(hardware_address(six_bytes{1, 2, 3, 4, 5, 6}).bytes()[5] == 6);
    STATIC_REQUIRE(!std::is_constructible_v<hardware_address, std::array<std::uint8_t, 33>>);
    std::vector<std::byte> bytes(32, std::byte{7});
    const auto longest = hardware_address::from(bytes).value();
    CHECK((longest.size() == 32 && longest.bytes()[31] == 7));
    CHECK(hardware_address::from({}).value() == hardware_address());
    bytes.push_back(std::byte{8});
    CHECK(hardware_address::from(bytes).error() == std::errc::value_too_large);
}

TEST_CASE("hardware_address: zeros are significant, and the shorter address is less") {
    STATIC_REQUIRE(hardware_address() != hardware_address(six_bytes{}));
    STATIC_REQUIRE(hardware_address(std::array<std::uint8_t, 1>{9}) <
                   hardware_address(six_bytes{1}));
    STATIC_REQUIRE(hardware_address(six_bytes{1, 2}) < hardware_address(six_bytes{1, 3}));
    STATIC_REQUIRE(hardware_address(six_bytes{1, 2}) == hardware_address(six_bytes{1, 2}));
}
