// SPDX-License-Identifier: BSL-1.0

// Sends on a listener.
// compiles: yes
// ends: exit status 1
// prints: broken pipe

#include <uv.h>

#include <csignal>
#include <iostream>

int main() {
    sockaddr_in here;
    uv_ip4_addr("127.0.0.1", 0, &here);
    uv_tcp_t server;
    uv_tcp_init(uv_default_loop(), &server);
    uv_tcp_bind(&server, reinterpret_cast<const sockaddr*>(&here), 0);
    const auto stream = reinterpret_cast<uv_stream_t*>(&server);
    uv_listen(stream, 16, [](uv_stream_t*, int) {});
    char text[] = "text";
    const uv_buf_t buffer = uv_buf_init(text, 4);
    const int sent = uv_try_write(stream, &buffer, 1);
    if (sent < 0)
        std::cout << uv_strerror(sent) << '\n';
    return sent < 0 ? 1 : 0;
}
