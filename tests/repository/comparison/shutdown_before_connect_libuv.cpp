// SPDX-License-Identifier: BSL-1.0

// Shuts down the sending direction of a TCP socket that is not connected.
// compiles: yes
// ends: exit status 1
// prints: socket is not connected

#include <uv.h>

#include <iostream>

int main() {
    uv_tcp_t socket;
    uv_tcp_init(uv_default_loop(), &socket);
    uv_shutdown_t request;
    const int failed =
        uv_shutdown(&request, reinterpret_cast<uv_stream_t*>(&socket), [](uv_shutdown_t*, int) {});
    if (failed)
        std::cout << uv_strerror(failed) << '\n';
    return failed ? 1 : 0;
}
