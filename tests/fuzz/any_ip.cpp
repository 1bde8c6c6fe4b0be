// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

// Texts of either version of IP: any_ip accepts the texts that ipv4 or ipv6 accepts, and returns
// the same.

using fuzz::expect;
using tenon::any_ip;
using tenon::ipv4;
using tenon::ipv6;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);

    const auto address = fuzz::read<any_ip::address>(text);
    const auto four = tenon::parse<ipv4::address>(text);
    const auto six = tenon::parse<ipv6::address>(text);
    expect(!four || !six, "no text is an address of both versions");
    expect(address.has_value() == (four || six),
           "a text is an address if it is one of either version");
    if (!address)
        expect(address.error() == four.error() || address.error() == six.error(),
               "an address is refused with the error of one version");
    if (address) {
        expect(address->is_v4() == four.has_value(), "is_v4 returns the version of an address");
        expect(four ? *address == *four : *address == *six,
               "an address equals that of its version");
        expect(address->unmapped().mapped() == address->mapped(),
               "unmapped and then mapped is the same as mapped");
        expect(!four || address->mapped().unmapped() == *address,
               "a mapped IPv4 address can be unmapped");
    }

    const auto endpoint = fuzz::read<any_ip::endpoint>(text);
    const auto four_endpoint = tenon::parse<ipv4::endpoint>(text);
    const auto six_endpoint = tenon::parse<ipv6::endpoint>(text);
    expect(!four_endpoint || !six_endpoint, "no text is an endpoint of both versions");
    expect(endpoint.has_value() == (four_endpoint || six_endpoint),
           "a text is an endpoint if it is one of either version");
    if (!endpoint)
        expect(
            endpoint.error() == four_endpoint.error() || endpoint.error() == six_endpoint.error(),
            "an endpoint is refused with the error of one version");
    if (endpoint) {
        expect(endpoint->is_v4() == four_endpoint.has_value(),
               "is_v4 returns the version of an endpoint");
        expect(four_endpoint ? *endpoint->v4() == *four_endpoint : *endpoint->v6() == *six_endpoint,
               "an endpoint equals that of its version");
        const any_ip::endpoint again(endpoint->address(), endpoint->port(), endpoint->scope());
        expect(fuzz::same(again, *endpoint), "the parts of an endpoint make an equal endpoint");
    }
    return 0;
}
