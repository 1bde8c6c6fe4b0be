// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <arpa/inet.h>

#include <cstddef>
#include <cstring>

#include <tenon.hpp>

using tenon::any_ip;
using tenon::endpoint_from;
using tenon::errc;
using tenon::ipv4;
using tenon::ipv6;
using tenon::unix_domain;
using namespace tenon::literals;

namespace {

constexpr tenon::os::address_length longest = 128;

/// The bytes of a sockaddr from a caller: unaligned, with an address family at the beginning.
struct foreign_address {
    explicit foreign_address(int family) {
        const auto number = static_cast<sa_family_t>(family);
        std::memcpy(begin(), &number, sizeof number);
    }
    template <class Endpoint>
    explicit foreign_address(const Endpoint& endpoint) : foreign_address(0) {
        std::memcpy(begin(), endpoint.data(), endpoint.size());
    }
    // The address is deliberately not aligned.
    unsigned char* begin() { return bytes + 1; }
    const sockaddr* get() { return reinterpret_cast<const sockaddr*>(begin()); }
    alignas(sockaddr_storage) unsigned char bytes[longest + 1] = {};
};

template <class Endpoint>
tenon::result<Endpoint> converted(foreign_address& from, tenon::os::address_length length) {
    return endpoint_from<Endpoint>(from.get(), length);
}

/// Converts a sockaddr of each family number and each length. `expected` returns whether that
/// succeeds.
template <class Endpoint, class Expected>
void check_every(Expected expected) {
    for (int family = 0; family != 64; ++family)
        for (tenon::os::address_length length = 0; length <= longest; ++length) {
            foreign_address from(family);
            const auto endpoint = converted<Endpoint>(from, length);
            INFO("family " << family << ", length " << length);
            REQUIRE(endpoint.has_value() == expected(family, length));
            if (endpoint)
                REQUIRE(endpoint->data()->sa_family == family);
            else if (length < 2)
                REQUIRE(endpoint.error() == std::errc::invalid_argument);
            else
                REQUIRE(endpoint.error() == errc::foreign_endpoint);
        }
    CHECK(endpoint_from<Endpoint>(nullptr, 16).error() == std::errc::invalid_argument);
}

}  // namespace

TEST_CASE("endpoint_from: of families 0 to 63 and lengths 0 to 128, accepts only its own") {
    check_every<ipv4::endpoint>(
        [](int family, unsigned length) { return family == AF_INET && length == 16; });
    check_every<ipv6::endpoint>(
        [](int family, unsigned length) { return family == AF_INET6 && length == 28; });
    check_every<any_ip::endpoint>([](int family, unsigned length) {
        return (family == AF_INET && length == 16) || (family == AF_INET6 && length == 28);
    });
    // A Unix address may have any length, even beyond the capacity, because the kernel counts a NUL
    // that it does not write.
    check_every<unix_domain::endpoint>(
        [](int family, unsigned length) { return family == AF_UNIX && length >= 2; });
}

TEST_CASE("endpoint_from: copies all fields of the sockaddr") {
    foreign_address four("192.0.2.1:80"_v4);
    CHECK(converted<ipv4::endpoint>(four, 16).value() == "192.0.2.1:80"_v4);
    CHECK(converted<any_ip::endpoint>(four, 16).value() == "192.0.2.1:80"_v4);
    foreign_address six("[fe80::1%7]:80"_v6.with_flow_information(9));
    CHECK(converted<ipv6::endpoint>(six, 28).value() == "[fe80::1%7]:80"_v6);
    CHECK(converted<ipv6::endpoint>(six, 28)->flow_information() == 9);
    CHECK(converted<any_ip::endpoint>(six, 28)->v6()->flow_information() == 9);
    const unix_domain::endpoint name = "@a name"_unix;
    foreign_address abstract(name);
    CHECK(converted<unix_domain::endpoint>(abstract, name.size()).value() == name);
    CHECK(converted<unix_domain::endpoint>(abstract, name.size() - 1).value() == "@a nam"_unix);
    CHECK(converted<unix_domain::endpoint>(abstract, 2).value() == unix_domain::unnamed());
}

TEST_CASE("endpoint_from: data and size of an endpoint convert back to it") {
    const any_ip::endpoint endpoint = "192.0.2.1:80"_v4;
    CHECK(endpoint_from<ipv4::endpoint>(endpoint.data(), endpoint.size()).value() ==
          "192.0.2.1:80"_v4);
    CHECK(endpoint_from<ipv6::endpoint>(endpoint.data(), endpoint.size()).error() ==
          errc::foreign_endpoint);
}
