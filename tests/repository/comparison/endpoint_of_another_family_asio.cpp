// SPDX-License-Identifier: BSL-1.0

// Sends from an IPv4 socket to an IPv6 endpoint.
// compiles: yes
// ends: exit status 1
// prints: Address family not supported by protocol

#include <asio.hpp>
#include <iostream>

using asio::ip::udp;

int main() {
    asio::io_context context;
    udp::socket socket(context, udp::v4());
    const udp::endpoint there(asio::ip::make_address("::1"), 7000);
    std::error_code error;
    socket.send_to(asio::buffer("text", 4), there, 0, error);
    std::cout << error.message() << '\n';
    return error ? 1 : 0;
}
