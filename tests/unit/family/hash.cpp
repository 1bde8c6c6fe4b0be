// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <cstddef>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <tenon.hpp>

using tenon::any_ip;
using tenon::ipv4;
using tenon::ipv6;
using tenon::unix_domain;
using namespace tenon::literals;

namespace {

template <class T>
std::size_t hash(const T& value) {
    return std::hash<T>()(value);
}

}  // namespace

TEST_CASE("std::hash: addresses, groups and endpoints can be keys of unordered containers") {
    const std::unordered_map<ipv4::endpoint, int> ports = {{"127.0.0.1:1"_v4, 1},
                                                           {"127.0.0.1:2"_v4, 2}};
    CHECK(ports.at("127.0.0.1:2"_v4) == 2);
    CHECK(
        std::unordered_set<ipv4::address>{"127.0.0.1"_v4_address}.contains("127.0.0.1"_v4_address));
    CHECK(std::unordered_set<ipv4::group>{"224.0.0.1"_v4_group}.contains("224.0.0.1"_v4_group));
    CHECK(std::unordered_set<ipv6::address>{"::1"_v6_address}.contains("::1"_v6_address));
    CHECK(std::unordered_set<ipv6::group>{"ff02::1"_v6_group}.contains("ff02::1"_v6_group));
    CHECK(std::unordered_set<ipv6::endpoint>{"[::1]:80"_v6}.contains("[::1]:80"_v6));
    CHECK(std::unordered_set<unix_domain::endpoint>{"/run/x"_unix}.contains("/run/x"_unix));
    CHECK(std::unordered_set<any_ip::address>{"::1"_v6_address}.contains("::1"_v6_address));
    CHECK(std::unordered_set<any_ip::endpoint>{"127.0.0.1:80"_v4}.contains("127.0.0.1:80"_v4));
}

TEST_CASE("std::hash: equal values have equal hashes") {
    CHECK(hash("[::1]:80"_v6) == hash("[::1]:80"_v6.with_flow_information(7)));
    CHECK(hash("/run/x"_unix) == hash(unix_domain::path("/run/x").value()));
    CHECK(hash(any_ip::endpoint("127.0.0.1:80"_v4)) ==
          hash(tenon::parse<any_ip::endpoint>("127.0.0.1:80").value()));
    CHECK(hash(any_ip::endpoint("[::1]:80"_v6)) ==
          hash(tenon::parse<any_ip::endpoint>("[::1]:80").value()));
    CHECK(hash(any_ip::address("1.2.3.4"_v4_address)) ==
          hash(any_ip::address("::ffff:1.2.3.4"_v6_address).unmapped()));
}

TEST_CASE("std::hash: 100000 similar values have different hashes") {
    std::unordered_set<std::size_t> seen;
    for (std::uint32_t number = 0; number != 25'000; ++number) {
        seen.insert(hash(ipv4::address(number)));
        seen.insert(hash(ipv4::endpoint(ipv4::address(number >> 8),
                                        static_cast<std::uint16_t>(1 + (number & 0xFF)))));
        seen.insert(
            hash(ipv6::address({0x2001, 0, 0, 0, 0, 0, 0, static_cast<std::uint16_t>(number)})));
        seen.insert(hash(unix_domain::path("/run/" + std::to_string(number)).value()));
    }
    CHECK(seen.size() == 100'000);
    CHECK(hash("[fe80::1%1]:80"_v6) != hash("[fe80::1%2]:80"_v6));
    CHECK(hash("[fe80::1%1]:80"_v6) != hash("[fe80::1%1]:81"_v6));
    CHECK(hash("[fe80::1%1]:80"_v6) != hash("[fe80::2%1]:80"_v6));
    CHECK(hash("/x"_unix) != hash("@/x"_unix));
    CHECK(hash(any_ip::address("1.2.3.4"_v4_address)) !=
          hash(any_ip::address("::ffff:1.2.3.4"_v6_address)));
}
