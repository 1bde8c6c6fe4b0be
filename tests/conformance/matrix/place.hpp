// SPDX-License-Identifier: BSL-1.0
#pragma once

// Where the sockets of a family meet.

#include <cstdint>

#include <support/network.hpp>
#include <support/policies.hpp>

namespace matrix {

using namespace tenon::literals;

/// `party(n)`: what the n-th of some sockets binds to; the system adds what tells them apart. Raw sockets have no ports, so
/// that each party has an address of its own. `unreachable()`, where there is such a thing: no route leads there.
template <class Family>
struct place;

template <>
struct place<tenon::ipv4> {
    static tenon::ipv4::endpoint party(int number, std::uint16_t port = 0) {
        return {tenon::ipv4::address(127, 0, 0, static_cast<std::uint8_t>(1 + number)), port};
    }
    static tenon::ipv4::endpoint unreachable(std::uint16_t port) { return {tenon::ipv4::address(192, 0, 2, 1), port}; }
    static tenon::ipv4::group group() { return "224.0.0.251"_v4_group; }
};

template <>
struct place<tenon::ipv6> {
    static tenon::ipv6::endpoint party(int number, std::uint16_t port = 0) {
        return {support::enter_network_namespace()
                    ? tenon::ipv6::address({0xFD00, 0, 0, 0, 0, 0, 0, static_cast<std::uint16_t>(1 + number)})
                    : tenon::ipv6::address::loopback(),
                port};
    }
    static tenon::ipv6::endpoint unreachable(std::uint16_t port) {
        return {tenon::ipv6::address({0x2001, 0xDB8, 0, 0, 0, 0, 0, 1}), port};
    }
    /// Of a scope in which the system does not report memberships (RFC 3810, section 6): raw sockets would hear the reports.
    static tenon::ipv6::group group() { return "ff01::fb"_v6_group; }
};

/// Those of one version: IPv6, but while an `over_ipv4` lives. The types are the same, so that nothing is compiled twice.
template <>
struct place<tenon::any_ip> {
    static tenon::any_ip::endpoint party(int number, std::uint16_t port = 0) {
        if (is_ipv4)
            return place<tenon::ipv4>::party(number, port);
        return place<tenon::ipv6>::party(number, port);
    }
    static tenon::any_ip::endpoint unreachable(std::uint16_t port) {
        if (is_ipv4)
            return place<tenon::ipv4>::unreachable(port);
        return place<tenon::ipv6>::unreachable(port);
    }
    static inline bool is_ipv4 = false;
};
class over_ipv4 {
public:
    over_ipv4() noexcept { place<tenon::any_ip>::is_ipv4 = true; }
    over_ipv4(const over_ipv4&) = delete;
    ~over_ipv4() { place<tenon::any_ip>::is_ipv4 = false; }
};

template <>
struct place<tenon::unix_domain> {
    /// The system gives an abstract name.
    static tenon::unix_domain::endpoint party(int) { return tenon::unix_domain::unnamed(); }
};

template <>
struct place<support::netlink> {
    /// The system gives a port identifier.
    static support::netlink::endpoint party(int) { return {}; }
};

}  // namespace matrix
