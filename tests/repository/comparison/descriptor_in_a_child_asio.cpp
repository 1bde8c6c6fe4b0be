// SPDX-License-Identifier: BSL-1.0

// Starts a child process while a socket is open.
// compiles: yes
// ends: exit status 0
// prints: the child has it

#include <asio.hpp>
#include <cstdlib>
#include <iostream>
#include <string>

using asio::ip::tcp;

int main() {
    asio::io_context context;
    tcp::acceptor server(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    // A child process asks whether it has the descriptor.
    const std::string file = "/proc/self/fd/" + std::to_string(server.native_handle());
    const bool has = std::system(("test -e " + file).c_str()) == 0;
    std::cout << (has ? "the child has it" : "the child does not have it") << '\n';
}
