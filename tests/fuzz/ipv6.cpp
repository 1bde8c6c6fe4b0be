// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"
#include "written.hpp"

#include <net/if.h>

// Texts of IPv6: an address, a group, an endpoint with its zone, a network. The literals use the
// same functions, for endpoints with `zones::indices`.

using fuzz::expect;
using tenon::ipv6;

namespace {

bool is_same(const ipv6::address& ours, const in6_addr& theirs) {
    const ipv6::address::groups_type groups = ours.groups();
    for (std::size_t index = 0; index != 8; ++index)
        if (groups[index] != (theirs.s6_addr[2 * index] << 8 | theirs.s6_addr[2 * index + 1]))
            return false;
    return true;
}

/// The parts of "[address]:port" or "[address%zone]:port".
struct written_endpoint {
    in6_addr address;
    std::optional<std::string_view> zone;
    std::uint64_t port;
};
std::optional<written_endpoint> split_endpoint(std::string_view text) {
    const std::size_t end = text.find(']');
    if (!text.starts_with('[') || end == std::string_view::npos ||
        !text.substr(end).starts_with("]:"))
        return std::nullopt;
    std::string_view inside = text.substr(1, end - 1);
    std::optional<std::string_view> zone;
    if (const std::size_t mark = inside.find('%'); mark != std::string_view::npos) {
        zone = inside.substr(mark + 1);
        inside = inside.substr(0, mark);
    }
    const auto address = fuzz::libc_address<in6_addr>(inside);
    const auto port = fuzz::plain_number(text.substr(end + 2), 65535);
    if (!address || !port)
        return std::nullopt;
    return written_endpoint{*address, zone, *port};
}

void check_endpoint(std::string_view text) {
    const auto strict = ipv6::endpoint::parse(text, ipv6::endpoint::zones::indices);
    const auto named = fuzz::read<ipv6::endpoint>(text);
    const auto written = split_endpoint(text);
    const auto index =
        written && written->zone ? fuzz::plain_number(*written->zone, 0xFFFFFFFF) : std::nullopt;
    const bool is_strict = written && (!written->zone || index);
    expect(strict.has_value() == is_strict,
           "an endpoint is an address with an optional index in brackets, a colon and a port");
    expect(!named || written.has_value(),
           "an endpoint has an address in brackets, a colon and a port");
    if (strict) {
        expect(is_same(strict->address(), written->address), "an endpoint has the address");
        expect(strict->port() == written->port && strict->scope() == index.value_or(0),
               "an endpoint has the port and the scope");
        expect(named && fuzz::same(*named, *strict),
               "a parser that accepts names accepts indices too");
    } else if (named) {
        const unsigned number = ::if_nametoindex(std::string(*written->zone).c_str());
        expect(number != 0 && named->scope() == number,
               "a zone that is not an index is the name of an interface");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);

    const auto address = fuzz::read<ipv6::address>(text);
    const auto theirs = fuzz::libc_address<in6_addr>(text);
    expect(address.has_value() == theirs.has_value(), "inet_pton accepts the same texts");
    if (address) {
        expect(is_same(*address, *theirs), "inet_pton reads the same address");
        const auto printed = fuzz::libc_address<in6_addr>(to_string(*address));
        expect(printed && is_same(*address, *printed), "inet_pton reads the printed address");
    }

    const auto group = fuzz::read<ipv6::group>(text);
    expect(group.has_value() == (theirs && theirs->s6_addr[0] == 0xFF),
           "a group is a multicast address");
    if (group)
        expect(group->address() == *address, "a group has the address");

    check_endpoint(text);

    const auto network = fuzz::read<ipv6::network>(text);
    const auto prefix = fuzz::libc_address_and_number<in6_addr>(text, '/', 128);
    const bool is_network =
        prefix && fuzz::is_zero_from(&prefix->address, sizeof prefix->address, prefix->number);
    expect(network.has_value() == is_network,
           "a network is an address, a slash and a length, without host bits");
    if (network) {
        expect(is_same(network->address(), prefix->address) &&
                   network->prefix_length() == prefix->number,
               "a network has the address and the prefix length");
        expect(network->contains(network->last()), "a network contains its last address");
    }
    return 0;
}
