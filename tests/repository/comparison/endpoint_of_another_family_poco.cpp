// SPDX-License-Identifier: BSL-1.0

// Sends from an IPv4 socket to an IPv6 endpoint.
// compiles: yes
// ends: exit status 1
// prints: Net Exception: Address family not supported

#include <Poco/Net/DatagramSocket.h>
#include <Poco/Net/NetException.h>
#include <iostream>

using namespace Poco::Net;

int main() {
    try {
        DatagramSocket socket(SocketAddress::IPv4);
        socket.sendTo("text", 4, SocketAddress("::1", 7000));
    } catch (const Poco::Exception& error) {
        std::cout << error.displayText() << '\n';
        return 1;
    }
}
