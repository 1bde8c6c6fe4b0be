// SPDX-License-Identifier: BSL-1.0

// Makes an endpoint with the port 70000.
// compiles: with a warning: 4464
// ends: exit status 0
// prints: 10.0.0.1:4464

#include <Poco/Net/SocketAddress.h>
#include <iostream>

using namespace Poco::Net;

int main() {
    const SocketAddress there("10.0.0.1", 70000);
    std::cout << there.toString() << '\n';
}
