// SPDX-License-Identifier: BSL-1.0

// Sends on a listener.
// compiles: no: send

#include <asio.hpp>

using asio::ip::tcp;

int main() {
    asio::io_context context;
    tcp::acceptor server(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    server.send(asio::buffer("text", 4));
}
