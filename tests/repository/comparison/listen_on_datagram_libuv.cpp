// SPDX-License-Identifier: BSL-1.0

// Listens on a UDP socket.
// compiles: yes
// ends: exit status 1
// prints: invalid argument

#include <uv.h>

#include <iostream>

int main() {
    sockaddr_in here;
    uv_ip4_addr("127.0.0.1", 0, &here);
    uv_udp_t socket;
    uv_udp_init(uv_default_loop(), &socket);
    uv_udp_bind(&socket, reinterpret_cast<const sockaddr*>(&here), 0);
    const int failed =
        uv_listen(reinterpret_cast<uv_stream_t*>(&socket), 16, [](uv_stream_t*, int) {});
    if (failed)
        std::cout << uv_strerror(failed) << '\n';
    return failed ? 1 : 0;
}
