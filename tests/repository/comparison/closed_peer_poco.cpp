// SPDX-License-Identifier: BSL-1.0

// Sends to a peer that has closed the connection, until that is an error.
// compiles: yes
// ends: exit status 1
// prints: I/O error: Broken pipe

#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <iostream>

using namespace Poco::Net;

int main() {
    ServerSocket server(SocketAddress("127.0.0.1", 0));
    StreamSocket stream(server.address());
    server.acceptConnection().close();
    try {
        for (;;)
            stream.sendBytes("text", 4);
    } catch (const Poco::Exception& error) {
        std::cout << error.displayText() << '\n';
        return 1;
    }
}
