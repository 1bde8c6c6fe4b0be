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

/// What a caller has: bytes anywhere, which begin with a family.
struct foreign_address {
    explicit foreign_address(int family) {
        const auto number = static_cast<sa_family_t>(family);
        std::memcpy(place(), &number, sizeof number);
    }
    template <class Endpoint>
    explicit foreign_address(const Endpoint& endpoint) : foreign_address(0) {
        std::memcpy(place(), endpoint.data(), endpoint.size());
    }
    // Not aligned, on purpose.
    unsigned char* place() { return bytes + 1; }
    const sockaddr* get() { return reinterpret_cast<const sockaddr*>(place()); }
    alignas(sockaddr_storage) unsigned char bytes[longest + 1] = {};
};

template <class Endpoint>
tenon::result<Endpoint> taken(foreign_address& from, tenon::os::address_length length) {
    return endpoint_from<Endpoint>(from.get(), length);
}

/// Every family, by its number, in every length: true where an endpoint is made of it.
template <class Endpoint, class Expected>
void check_every(Expected expected) {
    for (int family = 0; family != 64; ++family)
        for (tenon::os::address_length length = 0; length <= longest; ++length) {
            foreign_address from(family);
            const auto made = taken<Endpoint>(from, length);
            INFO("family " << family << ", length " << length);
            REQUIRE(made.has_value() == expected(family, length));
            if (made)
                REQUIRE(made->data()->sa_family == family);
            else if (length < 2)
                REQUIRE(made.error() == std::errc::invalid_argument);
            else
                REQUIRE(made.error() == errc::foreign_endpoint);
        }
    CHECK(endpoint_from<Endpoint>(nullptr, 16).error() == std::errc::invalid_argument);
}

}  // namespace

TEST_CASE("an endpoint is made of a sockaddr of its family and its length, of lengths 0 to 128 and families 0 to 63") {
    check_every<ipv4::endpoint>([](int family, unsigned length) { return family == AF_INET && length == 16; });
    check_every<ipv6::endpoint>([](int family, unsigned length) { return family == AF_INET6 && length == 28; });
    check_every<any_ip::endpoint>([](int family, unsigned length) {
        return (family == AF_INET && length == 16) || (family == AF_INET6 && length == 28);
    });
    // A Unix address may be of any length, and more than there is space for: the kernel counts a NUL that it does not write.
    check_every<unix_domain::endpoint>([](int family, unsigned length) { return family == AF_UNIX && length >= 2; });
}

TEST_CASE("all of a sockaddr is taken over") {
    foreign_address four("192.0.2.1:80"_v4);
    CHECK(taken<ipv4::endpoint>(four, 16).value() == "192.0.2.1:80"_v4);
    CHECK(taken<any_ip::endpoint>(four, 16).value() == "192.0.2.1:80"_v4);
    foreign_address six("[fe80::1%7]:80"_v6.with_flow_information(9));
    CHECK(taken<ipv6::endpoint>(six, 28).value() == "[fe80::1%7]:80"_v6);
    CHECK(taken<ipv6::endpoint>(six, 28)->flow_information() == 9);
    CHECK(taken<any_ip::endpoint>(six, 28)->v6()->flow_information() == 9);
    const unix_domain::endpoint name = "@a name"_unix;
    foreign_address abstract(name);
    CHECK(taken<unix_domain::endpoint>(abstract, name.size()).value() == name);
    CHECK(taken<unix_domain::endpoint>(abstract, name.size() - 1).value() == "@a nam"_unix);
    CHECK(taken<unix_domain::endpoint>(abstract, 2).value() == unix_domain::unnamed());
}

TEST_CASE("data and size lead back to a sockaddr") {
    const any_ip::endpoint endpoint = "192.0.2.1:80"_v4;
    CHECK(endpoint_from<ipv4::endpoint>(endpoint.data(), endpoint.size()).value() == "192.0.2.1:80"_v4);
    CHECK(endpoint_from<ipv6::endpoint>(endpoint.data(), endpoint.size()).error() == errc::foreign_endpoint);
}
