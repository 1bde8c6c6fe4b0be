// SPDX-License-Identifier: BSL-1.0

// Sends on a TCP socket that is not connected.
// compiles: yes
// ends: exit status 1
// prints: bad file descriptor

#include <uv.h>

#include <iostream>

int main() {
    uv_tcp_t socket;
    uv_tcp_init(uv_default_loop(), &socket);
    char text[] = "text";
    const uv_buf_t buffer = uv_buf_init(text, 4);
    const int sent = uv_try_write(reinterpret_cast<uv_stream_t*>(&socket), &buffer, 1);
    if (sent < 0)
        std::cout << uv_strerror(sent) << '\n';
    return sent < 0 ? 1 : 0;
}
