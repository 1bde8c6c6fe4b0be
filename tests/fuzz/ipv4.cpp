// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"
#include "written.hpp"

// Texts of IPv4: an address, a group, an endpoint, a network. The literals use the same functions.

using fuzz::expect;
using tenon::ipv4;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);

    const auto address = fuzz::read<ipv4::address>(text);
    const auto theirs = fuzz::libc_address<in_addr>(text);
    expect(address.has_value() == theirs.has_value(), "inet_pton accepts the same texts");
    if (address) {
        expect(address->number() == ntohl(theirs->s_addr), "inet_pton reads the same address");
        expect(to_string(*address) == text, "an address has only one text");
    }

    const auto group = fuzz::read<ipv4::group>(text);
    expect(group.has_value() == (theirs && IN_MULTICAST(ntohl(theirs->s_addr))),
           "a group is a multicast address");
    if (group)
        expect(group->address() == *address, "a group has the address");

    const auto endpoint = fuzz::read<ipv4::endpoint>(text);
    const auto written = fuzz::libc_address_and_number<in_addr>(text, ':', 65535);
    expect(endpoint.has_value() == written.has_value(),
           "an endpoint is an address, a colon and a port");
    if (endpoint) {
        expect(endpoint->address().number() == ntohl(written->address.s_addr),
               "an endpoint has the address");
        expect(endpoint->port() == written->number, "an endpoint has the port");
        expect(to_string(*endpoint) == text, "an endpoint has only one text");
    }

    const auto network = fuzz::read<ipv4::network>(text);
    const auto prefix = fuzz::libc_address_and_number<in_addr>(text, '/', 32);
    const bool is_network =
        prefix && fuzz::is_zero_from(&prefix->address, sizeof prefix->address, prefix->number);
    expect(network.has_value() == is_network,
           "a network is an address, a slash and a length, without host bits");
    if (network) {
        expect(network->prefix_length() == prefix->number, "a network has the prefix length");
        expect(to_string(*network) == text, "a network has only one text");
        expect(network->contains(network->last()) &&
                   network->hosts().begin() != network->hosts().end(),
               "a network contains its last address, and has hosts");
    }
    return 0;
}
