// SPDX-License-Identifier: BSL-1.0

// The same server with Asio.
#include <asio.hpp>

asio::awaitable<void> echo(asio::ip::tcp::socket peer) {
    char buffer[4096];
    for (;;) {
        const std::size_t got =
            co_await peer.async_read_some(asio::buffer(buffer), asio::use_awaitable);
        co_await asio::async_write(peer, asio::buffer(buffer, got), asio::use_awaitable);
    }
}

asio::awaitable<void> serve() {
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::acceptor listener(executor, {asio::ip::tcp::v4(), 7000});
    for (;;)
        asio::co_spawn(executor, echo(co_await listener.async_accept(asio::use_awaitable)),
                       asio::detached);
}

int main() {
    asio::io_context context;
    asio::co_spawn(context, serve(), asio::detached);
    context.run();
}
