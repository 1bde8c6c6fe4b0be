// SPDX-License-Identifier: BSL-1.0

// Sends on a TCP socket that is not connected.
// compiles: yes
// ends: exit status 1
// prints: Broken pipe

#include <asio.hpp>
#include <iostream>

using asio::ip::tcp;

int main() {
    asio::io_context context;
    tcp::socket socket(context, tcp::v4());
    std::error_code error;
    socket.send(asio::buffer("text", 4), 0, error);
    std::cout << error.message() << '\n';
    return error ? 1 : 0;
}
