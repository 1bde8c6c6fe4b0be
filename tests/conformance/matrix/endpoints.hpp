// SPDX-License-Identifier: BSL-1.0
#pragma once

// The endpoints that the tests of a family use.

#include <cstdint>

#include <support/network.hpp>
#include <support/policies.hpp>

namespace matrix {

using namespace tenon::literals;

/// `at(n)` is the endpoint that the n-th socket of a test binds to; the system chooses the port or
/// the name. Each n has a different address, because raw sockets have no ports.
/// `unreachable(port)` is an endpoint without a route; not every family has it.
/// `group()` is a multicast group.
template <class Family>
struct endpoints;

template <>
struct endpoints<tenon::ipv4> {
    static tenon::ipv4::endpoint at(int number, std::uint16_t port = 0) {
        return {tenon::ipv4::address(127, 0, 0, static_cast<std::uint8_t>(1 + number)), port};
    }
    static tenon::ipv4::endpoint unreachable(std::uint16_t port) {
        return {tenon::ipv4::address(192, 0, 2, 1), port};
    }
    static tenon::ipv4::group group() { return "224.0.0.251"_v4_group; }
};

template <>
struct endpoints<tenon::ipv6> {
    static tenon::ipv6::endpoint at(int number, std::uint16_t port = 0) {
        return {support::enter_network_namespace()
                    ? tenon::ipv6::address(
                          {0xFD00, 0, 0, 0, 0, 0, 0, static_cast<std::uint16_t>(1 + number)})
                    : tenon::ipv6::address::loopback(),
                port};
    }
    static tenon::ipv6::endpoint unreachable(std::uint16_t port) {
        return {tenon::ipv6::address({0x2001, 0xDB8, 0, 0, 0, 0, 0, 1}), port};
    }
    /// The system does not report memberships of this scope (RFC 3810, section 6). Raw sockets
    /// would receive the reports.
    static tenon::ipv6::group group() { return "ff01::fb"_v6_group; }
};

/// The endpoints of one version of IP: version 4 during the lifetime of an `over_ipv4`, otherwise
/// version 6. The types are the same for both, so that nothing is compiled twice.
template <>
struct endpoints<tenon::any_ip> {
    static tenon::any_ip::endpoint at(int number, std::uint16_t port = 0) {
        if (is_ipv4)
            return endpoints<tenon::ipv4>::at(number, port);
        return endpoints<tenon::ipv6>::at(number, port);
    }
    static tenon::any_ip::endpoint unreachable(std::uint16_t port) {
        if (is_ipv4)
            return endpoints<tenon::ipv4>::unreachable(port);
        return endpoints<tenon::ipv6>::unreachable(port);
    }
    static inline bool is_ipv4 = false;
};
class over_ipv4 {
public:
    over_ipv4() noexcept { endpoints<tenon::any_ip>::is_ipv4 = true; }
    over_ipv4(const over_ipv4&) = delete;
    ~over_ipv4() { endpoints<tenon::any_ip>::is_ipv4 = false; }
};

template <>
struct endpoints<tenon::unix_domain> {
    /// The system chooses an abstract name.
    static tenon::unix_domain::endpoint at(int) { return tenon::unix_domain::unnamed(); }
};

template <>
struct endpoints<support::netlink> {
    /// The system chooses a port identifier.
    static support::netlink::endpoint at(int) { return {}; }
};

}  // namespace matrix
