// SPDX-License-Identifier: BSL-1.0

// Receives a datagram of ten bytes into a buffer of four.
// compiles: yes
// ends: exit status 0
// prints: 4 bytes, partial

#include <uv.h>

#include <iostream>

int main() {
    sockaddr_in here;
    uv_ip4_addr("127.0.0.1", 0, &here);
    uv_udp_t socket;
    uv_udp_init(uv_default_loop(), &socket);
    uv_udp_bind(&socket, reinterpret_cast<const sockaddr*>(&here), 0);
    int length = sizeof here;
    uv_udp_getsockname(&socket, reinterpret_cast<sockaddr*>(&here), &length);
    char text[] = "0123456789";
    const uv_buf_t buffer = uv_buf_init(text, 10);
    uv_udp_try_send(&socket, &buffer, 1, reinterpret_cast<const sockaddr*>(&here));
    uv_udp_recv_start(
        &socket,
        [](uv_handle_t*, std::size_t, uv_buf_t* space) {
            static char bytes[4];
            *space = uv_buf_init(bytes, sizeof bytes);
        },
        [](uv_udp_t* received, ssize_t got, const uv_buf_t*, const sockaddr*, unsigned flags) {
            std::cout << got << " bytes" << (flags & UV_UDP_PARTIAL ? ", partial" : "") << '\n';
            uv_udp_recv_stop(received);
        });
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
