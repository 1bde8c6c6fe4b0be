// SPDX-License-Identifier: BSL-1.0

// Receives a datagram of ten bytes into a buffer of four.
// compiles: yes
// ends: exit status 0
// prints: 4 bytes

#include <Poco/Net/DatagramSocket.h>
#include <iostream>

using namespace Poco::Net;

int main() {
    DatagramSocket socket(SocketAddress("127.0.0.1", 0));
    socket.sendTo("0123456789", 10, socket.address());
    char buffer[4];
    SocketAddress from;
    const int got = socket.receiveFrom(buffer, sizeof buffer, from);
    std::cout << got << " bytes\n";
}
