// SPDX-License-Identifier: BSL-1.0

// Sends to a peer that has closed the connection.
// compiles: yes
// ends: SIGPIPE

#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include <iostream>

int main() {
    int ends[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    uv_pipe_t stream;
    uv_pipe_init(uv_default_loop(), &stream, 0);
    uv_pipe_open(&stream, ends[0]);
    close(ends[1]);
    char text[] = "text";
    const uv_buf_t buffer = uv_buf_init(text, 4);
    const int sent = uv_try_write(reinterpret_cast<uv_stream_t*>(&stream), &buffer, 1);
    std::cout << uv_strerror(sent) << '\n';
    return 1;
}
