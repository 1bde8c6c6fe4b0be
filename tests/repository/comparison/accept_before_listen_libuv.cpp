// SPDX-License-Identifier: BSL-1.0

// Accepts on a TCP socket that is bound and does not listen.
// compiles: yes
// ends: exit status 1
// prints: resource temporarily unavailable

#include <uv.h>

#include <iostream>

int main() {
    sockaddr_in here;
    uv_ip4_addr("127.0.0.1", 0, &here);
    uv_tcp_t server;
    uv_tcp_init(uv_default_loop(), &server);
    uv_tcp_bind(&server, reinterpret_cast<const sockaddr*>(&here), 0);
    uv_tcp_t peer;
    uv_tcp_init(uv_default_loop(), &peer);
    const int failed =
        uv_accept(reinterpret_cast<uv_stream_t*>(&server), reinterpret_cast<uv_stream_t*>(&peer));
    if (failed)
        std::cout << uv_strerror(failed) << '\n';
    return failed ? 1 : 0;
}
