// SPDX-License-Identifier: BSL-1.0

// Receives a datagram of ten bytes into a buffer of four.
// compiles: yes
// ends: exit status 0
// prints: 4 bytes, Success

#include <asio.hpp>
#include <iostream>

using asio::ip::udp;

int main() {
    asio::io_context context;
    udp::socket socket(context, udp::endpoint(asio::ip::address_v4::loopback(), 0));
    socket.send_to(asio::buffer("0123456789", 10), socket.local_endpoint());
    char buffer[4];
    udp::endpoint from;
    std::error_code error;
    const std::size_t got = socket.receive_from(asio::buffer(buffer), from, 0, error);
    std::cout << got << " bytes, " << error.message() << '\n';
}
