// SPDX-License-Identifier: BSL-1.0

// Shuts down the sending direction of a TCP socket that is not connected.
// compiles: yes
// ends: exit status 1
// prints: Transport endpoint is not connected

#include <asio.hpp>
#include <iostream>

using asio::ip::tcp;

int main() {
    asio::io_context context;
    tcp::socket socket(context, tcp::v4());
    std::error_code error;
    socket.shutdown(tcp::socket::shutdown_send, error);
    std::cout << error.message() << '\n';
    return error ? 1 : 0;
}
