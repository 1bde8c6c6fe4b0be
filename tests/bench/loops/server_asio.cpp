// SPDX-License-Identifier: BSL-1.0

// The echo server with Asio: server_asio MODE. The modes are epoll (coroutines), callbacks, bulk
// (coroutines, 64 KiB at a time) and udp. Prints its port. With -DTUNED it has the fastest
// configuration of unmodified Asio: one thread, no locks, no type erasure of executors.
#ifdef TUNED
#define ASIO_DISABLE_THREADS 1
#define ASIO_NO_TS_EXECUTORS 1
#endif
#include <array>
#include <asio.hpp>
#include <asio/experimental/as_tuple.hpp>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string_view>
#include <utility>

namespace {

#ifdef TUNED
using executor = asio::io_context::executor_type;
constexpr int hint = ASIO_CONCURRENCY_HINT_UNSAFE;
#else
using executor = asio::any_io_executor;
constexpr int hint = ASIO_CONCURRENCY_HINT_DEFAULT;
#endif
using token = asio::experimental::as_tuple_t<asio::use_awaitable_t<executor>>;
using connection = asio::basic_stream_socket<asio::ip::tcp, executor>;
using listener = asio::basic_socket_acceptor<asio::ip::tcp, executor>;
using datagrams = asio::basic_datagram_socket<asio::ip::udp, executor>;
template <class T>
using task = asio::awaitable<T, executor>;

template <std::size_t Size>
task<void> echo(connection peer) {
    std::array<std::byte, Size> buffer;
    for (;;) {
        const auto [receiving, got] = co_await peer.async_read_some(asio::buffer(buffer), token());
        if (receiving)
            co_return;
        const auto [sending, sent] =
            co_await asio::async_write(peer, asio::buffer(buffer, got), token());
        if (sending)
            co_return;
    }
}

template <std::size_t Size>
task<void> accept_all(listener& from) {
    for (;;) {
        auto [error, peer] = co_await from.async_accept(token());
        if (!error)
            asio::co_spawn(from.get_executor(), echo<Size>(std::move(peer)), asio::detached);
    }
}

task<void> echo_datagrams(datagrams& socket) {
    std::array<std::byte, 4096> buffer;
    for (;;) {
        asio::ip::udp::endpoint from;
        const auto [receiving, got] =
            co_await socket.async_receive_from(asio::buffer(buffer), from, token());
        if (!receiving)
            co_await socket.async_send_to(asio::buffer(buffer, got), from, token());
    }
}

struct session : std::enable_shared_from_this<session> {
    explicit session(connection&& accepted) : peer(std::move(accepted)) {}

    void receive() {
        peer.async_read_some(asio::buffer(buffer),
                             [self = shared_from_this()](std::error_code error, std::size_t got) {
                                 if (!error)
                                     self->send(got);
                             });
    }
    void send(std::size_t size) {
        asio::async_write(peer, asio::buffer(buffer, size),
                          [self = shared_from_this()](std::error_code error, std::size_t) {
                              if (!error)
                                  self->receive();
                          });
    }

    connection peer;
    std::array<std::byte, 4096> buffer;
};

void accept_one(listener& from) {
    from.async_accept([&from](std::error_code error, connection peer) {
        if (!error)
            std::make_shared<session>(std::move(peer))->receive();
        accept_one(from);
    });
}

void print_port(int port) {
    std::printf("%d\n", port);
    std::fflush(stdout);
}

}  // namespace

int main(int, char** arguments) {
    const std::string_view mode = arguments[1];
    asio::io_context context(hint);
    if (mode == "udp") {
        datagrams socket(context.get_executor(), {asio::ip::udp::v4(), 0});
        print_port(socket.local_endpoint().port());
        asio::co_spawn(context.get_executor(), echo_datagrams(socket), asio::detached);
        context.run();
        return 0;
    }
    listener from(context.get_executor(), {asio::ip::tcp::v4(), 0});
    from.listen(65535);
    print_port(from.local_endpoint().port());
    if (mode == "callbacks")
        accept_one(from);
    else if (mode == "bulk")
        asio::co_spawn(context.get_executor(), accept_all<65536>(from), asio::detached);
    else
        asio::co_spawn(context.get_executor(), accept_all<4096>(from), asio::detached);
    context.run();
}
