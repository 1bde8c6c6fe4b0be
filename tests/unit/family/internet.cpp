// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/policies.hpp>

#include <tenon.hpp>

using namespace tenon;
using support::ospf;

namespace {

struct dccp_like : stream {
    static constexpr int number = 33;
};
struct numbered_by_family : raw {
    template <class Family>
    static constexpr int number = Family::domain == AF_INET ? 1 : 58;
};
struct not_a_protocol {
    static constexpr int number = 6;
};

template <class Protocol>
constexpr bool over_both =
    detail::internet_carries<Protocol> && runs_over<Protocol, ipv4> && runs_over<Protocol, ipv6>;
template <class Protocol>
constexpr bool over_none =
    !detail::internet_carries<Protocol> && !runs_over<Protocol, ipv4> && !runs_over<Protocol, ipv6>;

}  // namespace

TEST_CASE(
    "runs_over: stream, datagram and a numbered raw protocol run over IP without a declaration") {
    STATIC_REQUIRE(over_both<stream>);
    STATIC_REQUIRE(over_both<datagram>);
    STATIC_REQUIRE(over_both<ospf>);
    STATIC_REQUIRE(over_none<raw>);
    STATIC_REQUIRE(over_none<seqpacket>);
}

TEST_CASE("runs_over: a numbered protocol that is not raw must declare that it runs over IP") {
    STATIC_REQUIRE(over_none<dccp_like>);
    STATIC_REQUIRE_FALSE(detail::internet_carries<tcp>);
    STATIC_REQUIRE(runs_over<tcp, ipv4>);
    STATIC_REQUIRE(runs_over<tcp, ipv6>);
}

TEST_CASE(
    "runs_over: is false for a protocol that has a number for each family and declares no family") {
    STATIC_REQUIRE(over_none<numbered_by_family>);
    STATIC_REQUIRE(over_none<not_a_protocol>);
    STATIC_REQUIRE(over_none<int>);
}

TEST_CASE(
    "runs_over: stream, datagram and seqpacket run over unix_domain, numbered protocols do not") {
    STATIC_REQUIRE(runs_over<stream, unix_domain>);
    STATIC_REQUIRE(runs_over<datagram, unix_domain>);
    STATIC_REQUIRE(runs_over<seqpacket, unix_domain>);
    STATIC_REQUIRE_FALSE(runs_over<raw, unix_domain>);
    STATIC_REQUIRE_FALSE(runs_over<ospf, unix_domain>);
    STATIC_REQUIRE_FALSE(runs_over<tcp, unix_domain>);
    STATIC_REQUIRE_FALSE(runs_over<udp, unix_domain>);
}
