// SPDX-License-Identifier: BSL-1.0

// Sets TCP_NODELAY on a UDP socket.
// compiles: yes
// ends: exit status 1
// prints: Net Exception: Protocol not available

#include <Poco/Net/DatagramSocket.h>
#include <Poco/Net/NetException.h>
#include <iostream>

using namespace Poco::Net;

int main() {
    try {
        DatagramSocket socket(SocketAddress::IPv4);
        socket.setNoDelay(true);
    } catch (const Poco::Exception& error) {
        std::cout << error.displayText() << '\n';
        return 1;
    }
}
