// SPDX-License-Identifier: BSL-1.0

// Sends on a TCP socket that is not connected, and does not look at the error.
// compiles: yes
// ends: exit status 0
// prints: sent

#include <asio.hpp>
#include <iostream>

using asio::ip::tcp;

int main() {
    asio::io_context context;
    tcp::socket socket(context, tcp::v4());
    std::error_code error;
    socket.send(asio::buffer("text", 4), 0, error);
    std::cout << "sent\n";
}
