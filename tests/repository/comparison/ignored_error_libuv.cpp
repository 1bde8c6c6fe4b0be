// SPDX-License-Identifier: BSL-1.0

// Sends on a TCP socket that is not connected, and does not look at the error.
// compiles: yes
// ends: exit status 0
// prints: sent

#include <uv.h>

#include <iostream>

int main() {
    uv_tcp_t socket;
    uv_tcp_init(uv_default_loop(), &socket);
    char text[] = "text";
    const uv_buf_t buffer = uv_buf_init(text, 4);
    uv_try_write(reinterpret_cast<uv_stream_t*>(&socket), &buffer, 1);
    std::cout << "sent\n";
}
