// SPDX-License-Identifier: BSL-1.0

// Makes an IPv4 address with an octet of 256.
// compiles: yes
// ends: exit status 1
// prints: Invalid argument

#include <asio.hpp>
#include <iostream>

using asio::ip::tcp;

int main() {
    std::error_code error;
    const tcp::endpoint there(asio::ip::make_address("10.0.0.256", error), 80);
    std::cout << error.message() << '\n';
    return error ? 1 : 0;
}
