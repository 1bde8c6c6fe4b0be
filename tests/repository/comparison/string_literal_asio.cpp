// SPDX-License-Identifier: BSL-1.0

// Sends a string literal, and prints the number of bytes that are sent.
// compiles: yes
// ends: exit status 0
// prints: 5

#include <asio.hpp>
#include <iostream>

using asio::ip::udp;

int main() {
    asio::io_context context;
    udp::socket socket(context, udp::endpoint(asio::ip::address_v4::loopback(), 0));
    std::cout << socket.send_to(asio::buffer("text"), socket.local_endpoint()) << '\n';
}
