// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/child_process.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>

#include <tenon.hpp>
#include <tenon/address/ports.hpp>

using namespace tenon;
using namespace tenon::literals;

namespace {

/// A template, in which the constant is not known before it is instantiated.
template <auto Number>
constexpr ipv4::endpoint at_port = ipv4::endpoint("192.0.2.1"_v4_address, Number);

/// Clang 16 generates code for the conversions of these constants.
struct defaults {
    port_number port = 7000;
    ipv4::endpoint endpoint{"192.0.2.1"_v4_address, 443};
    ipv6::endpoint literal = "[::1]:80"_v6;
};
std::uint16_t number_of(port_number port = 7000) {
    return port.number();
}

enum unscoped {
    eighty = 80
};
enum class scoped : std::uint16_t {
    eighty = 80
};

}  // namespace

TEST_CASE("port_number: a constant of any integral type, it is the port") {
    STATIC_REQUIRE(at_port<0>.port() == 0);
    STATIC_REQUIRE(at_port<65535>.port() == 65535);
    STATIC_REQUIRE(at_port<std::size_t{443}>.port() == 443);
    STATIC_REQUIRE(at_port<std::int8_t{127}>.port() == 127);
    STATIC_REQUIRE(at_port<std::uint8_t{255}>.port() == 255);
    STATIC_REQUIRE(at_port<std::int64_t{65535}>.port() == 65535);
    STATIC_REQUIRE(at_port<ports::dns>.port() == 53);
    constexpr long https = 443;
    STATIC_REQUIRE(ipv6::endpoint("::1"_v6_address, https) == "[::1]:443"_v6);
    const int http = 80;
    CHECK(any_ip::endpoint("192.0.2.1"_v4_address, http) == "192.0.2.1:80"_v4);
}

TEST_CASE("port_number: a variable of 16 bits, every value is the port") {
    int different = 0;
    std::uint16_t port = 0;
    do {
        if (ipv4::endpoint("192.0.2.1"_v4_address, port).port() != port)
            ++different;
    } while (++port != 0);
    CHECK(different == 0);
}

TEST_CASE("port_number: types that are not integral, they do not convert") {
    STATIC_REQUIRE(std::convertible_to<std::uint16_t, port_number>);
    STATIC_REQUIRE(std::convertible_to<const std::uint16_t&, port_number>);
    STATIC_REQUIRE_FALSE(std::convertible_to<bool, port_number>);
    STATIC_REQUIRE_FALSE(std::convertible_to<float, port_number>);
    STATIC_REQUIRE_FALSE(std::convertible_to<double, port_number>);
    STATIC_REQUIRE_FALSE(std::convertible_to<unscoped, port_number>);
    STATIC_REQUIRE_FALSE(std::convertible_to<scoped, port_number>);
    STATIC_REQUIRE_FALSE(std::convertible_to<const char*, port_number>);
    STATIC_REQUIRE_FALSE(std::convertible_to<std::nullptr_t, port_number>);
}

TEST_CASE("port_number: a constant in a default member initializer or argument, it is the port") {
    const defaults all;
    CHECK(all.port.number() == 7000);
    CHECK(all.endpoint.port() == 443);
    CHECK(all.literal == "[::1]:80"_v6);
    CHECK(number_of() == 7000);
    CHECK(number_of(53) == 53);
}

TEST_CASE("malformed_literal: called at run time, the program ends") {
    CHECK(unit::in_child_process([] {
        std::set_terminate([] { ::_exit(0); });
        malformed_literal::port_exceeds_65535();
        return false;
    }));
}

TEST_CASE("port_number: the size of a port") {
    STATIC_REQUIRE(sizeof(port_number) == sizeof(std::uint16_t));
}
