// SPDX-License-Identifier: BSL-1.0

// Sends from an IPv4 socket to an IPv6 endpoint.
// compiles: yes
// ends: exit status 1
// prints: address family not supported

#include <uv.h>

#include <iostream>

int main() {
    sockaddr_in here;
    sockaddr_in6 there;
    uv_ip4_addr("127.0.0.1", 0, &here);
    uv_ip6_addr("::1", 7000, &there);
    uv_udp_t socket;
    uv_udp_init(uv_default_loop(), &socket);
    uv_udp_bind(&socket, reinterpret_cast<const sockaddr*>(&here), 0);
    char text[] = "text";
    const uv_buf_t buffer = uv_buf_init(text, 4);
    const int sent =
        uv_udp_try_send(&socket, &buffer, 1, reinterpret_cast<const sockaddr*>(&there));
    if (sent < 0)
        std::cout << uv_strerror(sent) << '\n';
    return sent < 0 ? 1 : 0;
}
