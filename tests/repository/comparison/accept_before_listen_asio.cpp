// SPDX-License-Identifier: BSL-1.0

// Accepts on a socket that is bound and does not listen.
// compiles: yes
// ends: exit status 1
// prints: Invalid argument

#include <asio.hpp>
#include <iostream>

using asio::ip::tcp;

int main() {
    asio::io_context context;
    tcp::acceptor acceptor(context);
    acceptor.open(tcp::v4());
    acceptor.bind({asio::ip::address_v4::loopback(), 0});
    std::error_code error;
    const tcp::socket peer = acceptor.accept(error);
    std::cout << error.message() << '\n';
    return error ? 1 : 0;
}
