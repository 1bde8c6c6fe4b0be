// SPDX-License-Identifier: BSL-1.0

// Starts a child process while a socket is open.
// compiles: yes
// ends: exit status 0
// prints: the child has it

#include <Poco/Net/ServerSocket.h>
#include <cstdlib>
#include <iostream>
#include <string>

using namespace Poco::Net;

int main() {
    const ServerSocket server(SocketAddress("127.0.0.1", 0));
    // A child process asks whether it has the descriptor.
    const std::string file = "/proc/self/fd/" + std::to_string(server.impl()->sockfd());
    const bool has = std::system(("test -e " + file).c_str()) == 0;
    std::cout << (has ? "the child has it" : "the child does not have it") << '\n';
}
