// SPDX-License-Identifier: BSL-1.0
// A network is not an address: `first()` and `last()` return addresses.
//
// change: "10.0.0.1"_v4_address -> "10.0.0.0/8"_v4_network
// words: ip_network<(tenon::(v0::)?)?ipv4_address>
// words: ipv4::address
#include <tenon.hpp>
#include <tenon/address/network.hpp>

using namespace tenon::literals;

tenon::ipv4::address misuse() {
    return /*here*/ "10.0.0.1"_v4_address;
}
