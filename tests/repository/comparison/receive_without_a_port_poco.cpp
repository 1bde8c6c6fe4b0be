// SPDX-License-Identifier: BSL-1.0

// Receives on a UDP socket that has no port, for 200 ms at most.
// compiles: yes
// ends: exit status 1
// prints: Timeout

#include <Poco/Net/DatagramSocket.h>
#include <Poco/Net/NetException.h>
#include <iostream>

using namespace Poco::Net;

int main() {
    DatagramSocket client(SocketAddress::IPv4);
    client.setReceiveTimeout(Poco::Timespan(0, 200000));
    char buffer[100];
    SocketAddress from;
    try {
        client.receiveFrom(buffer, sizeof buffer, from);
    } catch (const Poco::TimeoutException& error) {
        std::cout << error.displayText() << '\n';
        return 1;
    }
}
