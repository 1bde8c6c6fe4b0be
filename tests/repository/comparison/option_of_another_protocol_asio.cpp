// SPDX-License-Identifier: BSL-1.0

// Sets TCP_NODELAY on a UDP socket.
// compiles: yes
// ends: exit status 1
// prints: Protocol not available

#include <asio.hpp>
#include <iostream>

using asio::ip::udp;

int main() {
    asio::io_context context;
    udp::socket socket(context, udp::v4());
    std::error_code error;
    socket.set_option(asio::ip::tcp::no_delay(true), error);
    std::cout << error.message() << '\n';
    return error ? 1 : 0;
}
