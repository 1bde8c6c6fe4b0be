// SPDX-License-Identifier: BSL-1.0

// Makes an IPv4 address with an octet of 256, which is looked up as the name of a host.
// compiles: yes
// ends: exit status 1
// prints: Host not found: 10.0.0.256

#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>
#include <iostream>

using namespace Poco::Net;

int main() {
    try {
        const SocketAddress there("10.0.0.256", 80);
    } catch (const HostNotFoundException& error) {
        std::cout << error.displayText() << '\n';
        return 1;
    }
}
