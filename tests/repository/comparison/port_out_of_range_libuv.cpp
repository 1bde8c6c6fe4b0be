// SPDX-License-Identifier: BSL-1.0

// Makes an endpoint with the port 70000.
// compiles: yes
// ends: exit status 0
// prints: 10.0.0.1:4464

#include <netinet/in.h>
#include <uv.h>

#include <iostream>

int main() {
    sockaddr_in there;
    const int failed = uv_ip4_addr("10.0.0.1", 70000, &there);
    char name[INET_ADDRSTRLEN];
    uv_ip4_name(&there, name, sizeof name);
    std::cout << name << ':' << ntohs(there.sin_port) << '\n';
    return failed ? 1 : 0;
}
