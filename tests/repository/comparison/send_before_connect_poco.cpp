// SPDX-License-Identifier: BSL-1.0

// Sends on a TCP socket that is not connected.
// compiles: yes
// ends: exit status 1
// prints: I/O error: Broken pipe

#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>
#include <iostream>

using namespace Poco::Net;

int main() {
    try {
        StreamSocket socket(SocketAddress::IPv4);
        socket.sendBytes("text", 4);
    } catch (const Poco::Exception& error) {
        std::cout << error.displayText() << '\n';
        return 1;
    }
}
