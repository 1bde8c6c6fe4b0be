// SPDX-License-Identifier: BSL-1.0

// Uses a socket that was moved.
// compiles: yes
// ends: exit status 1
// prints: Bad file descriptor

#include <asio.hpp>
#include <iostream>
#include <utility>

using asio::ip::udp;

int main() {
    asio::io_context context;
    udp::socket socket(context, udp::endpoint(asio::ip::address_v4::loopback(), 0));
    const udp::socket other = std::move(socket);
    std::error_code error;
    socket.local_endpoint(error);
    std::cout << error.message() << '\n';
    return error ? 1 : 0;
}
