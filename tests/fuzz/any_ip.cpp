// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

// Texts of either version of IP: what one of the two reads, and the same.

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
    expect(address.has_value() == (four || six), "an address is one of either version");
    if (!address)
        expect(address.error() == four.error() || address.error() == six.error(), "an address is refused as by a version");
    if (address) {
        expect(address->is_v4() == four.has_value(), "it knows of which");
        expect(four ? *address == *four : *address == *six, "it is that one");
        expect(address->unmapped().mapped() == address->mapped(), "mapping and its reverse");
        expect(!four || address->mapped().unmapped() == *address, "what was mapped comes back");
    }

    const auto endpoint = fuzz::read<any_ip::endpoint>(text);
    const auto four_endpoint = tenon::parse<ipv4::endpoint>(text);
    const auto six_endpoint = tenon::parse<ipv6::endpoint>(text);
    expect(!four_endpoint || !six_endpoint, "no text is an endpoint of both versions");
    expect(endpoint.has_value() == (four_endpoint || six_endpoint), "an endpoint is one of either version");
    if (!endpoint)
        expect(endpoint.error() == four_endpoint.error() || endpoint.error() == six_endpoint.error(),
               "an endpoint is refused as by a version");
    if (endpoint) {
        expect(endpoint->is_v4() == four_endpoint.has_value(), "it knows of which");
        expect(four_endpoint ? *endpoint->v4() == *four_endpoint : *endpoint->v6() == *six_endpoint, "it is that one");
        const any_ip::endpoint again(endpoint->address(), endpoint->port(), endpoint->scope());
        expect(fuzz::same(again, *endpoint), "its parts make it again");
    }
    return 0;
}
