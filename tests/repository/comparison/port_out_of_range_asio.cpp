// SPDX-License-Identifier: BSL-1.0

// Makes an endpoint with the port 70000.
// compiles: with a warning: 4464
// ends: exit status 0
// prints: 10.0.0.1:4464

#include <asio.hpp>
#include <iostream>

using asio::ip::tcp;

int main() {
    const tcp::endpoint there(asio::ip::make_address("10.0.0.1"), 70000);
    std::cout << there << '\n';
}
