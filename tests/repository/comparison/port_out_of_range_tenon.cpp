// SPDX-License-Identifier: BSL-1.0

// Makes an endpoint with the port 70000, from an address and a number.
// compiles: no: port_exceeds_65535

#include <iostream>
#include <tenon.hpp>

using namespace tenon::literals;

int main() {
    const tenon::ipv4::endpoint there("10.0.0.1"_v4_address, 70000);
    std::cout << there << '\n';
}
