// SPDX-License-Identifier: BSL-1.0

// Makes an IPv4 address with an octet of 256.
// compiles: yes
// ends: exit status 1
// prints: invalid argument

#include <uv.h>

#include <iostream>

int main() {
    sockaddr_in there;
    const int failed = uv_ip4_addr("10.0.0.256", 80, &there);
    if (failed)
        std::cout << uv_strerror(failed) << '\n';
    return failed ? 1 : 0;
}
