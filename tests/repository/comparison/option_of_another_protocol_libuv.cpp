// SPDX-License-Identifier: BSL-1.0

// Sets TCP_NODELAY on a UDP socket.
// compiles: no: uv_tcp_nodelay

#include <uv.h>

int main() {
    uv_udp_t socket;
    uv_udp_init(uv_default_loop(), &socket);
    uv_tcp_nodelay(&socket, 1);
}
