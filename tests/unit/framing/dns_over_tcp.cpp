// SPDX-License-Identifier: BSL-1.0
#include <unit/support/codec_checks.hpp>

#include <string>

#include <tenon/framing/dns_over_tcp.hpp>

using check::from_hex;
using tenon::dns_over_tcp;

TEST_CASE("dns_over_tcp: a query for the address of example.com") {
    const std::string query = from_hex("1234 0100 0001 0000 0000 0000") +
                              std::string("\7example\3com\0", 13) + from_hex("0001 0001");
    check::both_ways(dns_over_tcp(), query, from_hex("001D") + query);
    check::reads(dns_over_tcp(), from_hex("001D") + query + from_hex("001D") + query,
                 {query, query});
}

TEST_CASE("dns_over_tcp: any messages, read as they were written") {
    check::round_trips(dns_over_tcp(), check::various());
    check::both_ways(dns_over_tcp(), "", from_hex("0000"));
    check::both_ways(dns_over_tcp(), std::string(256, 'x'),
                     from_hex("0100") + std::string(256, 'x'));
}

TEST_CASE("dns_over_tcp: a message has at most 65,535 bytes") {
    const std::string longest(65535, 'x');
    check::both_ways(dns_over_tcp(), longest, from_hex("FFFF") + longest);
    CHECK(support::encode(dns_over_tcp(), longest + 'x').error == check::too_long);
    CHECK(dns_over_tcp::limit == 65535);
}

TEST_CASE("dns_over_tcp: the frame is known before the message arrives") {
    std::string bytes = from_hex("FFFE");
    const auto seen = dns_over_tcp().decode(tenon::mutable_bytes(bytes), false);
    REQUIRE((seen.has_value() && seen->is_known()));
    CHECK((seen->head() == 2 && seen->message() == 65534 && seen->tail() == 0));
}

TEST_CASE("dns_over_tcp: a stream that ends in a message is truncated") {
    for (const char* const bytes : {"00", "0001", "0002 61"})
        check::fails(dns_over_tcp(), from_hex(bytes), check::truncated);
}
