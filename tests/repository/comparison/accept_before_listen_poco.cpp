// SPDX-License-Identifier: BSL-1.0

// Accepts on a socket that is bound and does not listen.
// compiles: yes
// ends: exit status 1
// prints: Invalid argument

#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <iostream>

using namespace Poco::Net;

int main() {
    try {
        ServerSocket server;
        server.bind(SocketAddress("127.0.0.1", 0));
        const StreamSocket peer = server.acceptConnection();
    } catch (const Poco::Exception& error) {
        std::cout << error.displayText() << '\n';
        return 1;
    }
}
