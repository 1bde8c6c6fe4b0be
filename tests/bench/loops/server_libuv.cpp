// SPDX-License-Identifier: BSL-1.0

// The echo server with libuv: server_libuv MODE. The modes are epoll, bulk (64 KiB at a time) and
// udp. Prints its port.
#include <uv.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

char buffer[65536];
std::size_t most = 4096;

// All connections share one buffer. Data that the first attempt to write does not send is copied,
// and receiving stops until it has been written.
struct connection {
    uv_tcp_t socket;
    uv_write_t write;
    char* rest = nullptr;
};

void on_buffer(uv_handle_t*, std::size_t, uv_buf_t* result) {
    *result = uv_buf_init(buffer, static_cast<unsigned>(most));
}
void on_closed(uv_handle_t* handle) {
    auto* const self = static_cast<connection*>(handle->data);
    std::free(self->rest);
    delete self;
}
void on_received(uv_stream_t* stream, ssize_t got, const uv_buf_t* from);
void on_written(uv_write_t* write, int error) {
    auto* const self = static_cast<connection*>(write->handle->data);
    std::free(self->rest);
    self->rest = nullptr;
    if (error == 0)
        uv_read_start(write->handle, on_buffer, on_received);
    else
        uv_close(reinterpret_cast<uv_handle_t*>(&self->socket), on_closed);
}
void on_received(uv_stream_t* stream, ssize_t got, const uv_buf_t* from) {
    auto* const self = static_cast<connection*>(stream->data);
    if (got < 0) {
        uv_close(reinterpret_cast<uv_handle_t*>(stream), on_closed);
        return;
    }
    const uv_buf_t data = uv_buf_init(from->base, static_cast<unsigned>(got));
    const int tried = uv_try_write(stream, &data, 1);
    const std::size_t sent = tried < 0 ? 0 : static_cast<std::size_t>(tried);
    const std::size_t left = static_cast<std::size_t>(got) - sent;
    if (left == 0)
        return;
    uv_read_stop(stream);
    self->rest = static_cast<char*>(std::malloc(left));
    for (std::size_t index = 0; index != left; ++index)
        self->rest[index] = from->base[sent + index];
    const uv_buf_t rest = uv_buf_init(self->rest, static_cast<unsigned>(left));
    uv_write(&self->write, stream, &rest, 1, on_written);
}
void on_connection(uv_stream_t* listener, int error) {
    if (error != 0)
        return;
    auto* const added = new connection;
    uv_tcp_init(listener->loop, &added->socket);
    added->socket.data = added;
    auto* const stream = reinterpret_cast<uv_stream_t*>(&added->socket);
    if (uv_accept(listener, stream) == 0)
        uv_read_start(stream, on_buffer, on_received);
    else
        uv_close(reinterpret_cast<uv_handle_t*>(stream), on_closed);
}

void on_datagram(uv_udp_t* socket, ssize_t got, const uv_buf_t* from, const sockaddr* sender,
                 unsigned) {
    if (got < 0 || sender == nullptr)
        return;
    const uv_buf_t data = uv_buf_init(from->base, static_cast<unsigned>(got));
    uv_udp_try_send(socket, &data, 1, sender);
}

void print_port(const sockaddr_storage& address) {
    std::printf("%d\n", ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port));
    std::fflush(stdout);
}

}  // namespace

int main(int, char** arguments) {
    const std::string_view mode = arguments[1];
    uv_loop_t* const loop = uv_default_loop();
    sockaddr_in any;
    uv_ip4_addr("0.0.0.0", 0, &any);
    sockaddr_storage address;
    int size = sizeof address;
    if (mode == "udp") {
        uv_udp_t socket;
        uv_udp_init(loop, &socket);
        uv_udp_bind(&socket, reinterpret_cast<const sockaddr*>(&any), 0);
        uv_udp_getsockname(&socket, reinterpret_cast<sockaddr*>(&address), &size);
        print_port(address);
        uv_udp_recv_start(&socket, on_buffer, on_datagram);
        return uv_run(loop, UV_RUN_DEFAULT);
    }
    if (mode == "bulk")
        most = sizeof buffer;
    uv_tcp_t listener;
    uv_tcp_init(loop, &listener);
    uv_tcp_bind(&listener, reinterpret_cast<const sockaddr*>(&any), 0);
    uv_listen(reinterpret_cast<uv_stream_t*>(&listener), 65535, on_connection);
    uv_tcp_getsockname(&listener, reinterpret_cast<sockaddr*>(&address), &size);
    print_port(address);
    return uv_run(loop, UV_RUN_DEFAULT);
}
