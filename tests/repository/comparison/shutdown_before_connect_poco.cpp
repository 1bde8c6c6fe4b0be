// SPDX-License-Identifier: BSL-1.0

// Shuts down the sending direction of a TCP socket that is not connected.
// compiles: yes
// ends: exit status 1
// prints: Net Exception: Socket is not connected

#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>
#include <iostream>

using namespace Poco::Net;

int main() {
    try {
        StreamSocket socket(SocketAddress::IPv4);
        socket.shutdownSend();
    } catch (const Poco::Exception& error) {
        std::cout << error.displayText() << '\n';
        return 1;
    }
}
