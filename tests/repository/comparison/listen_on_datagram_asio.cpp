// SPDX-License-Identifier: BSL-1.0

// Listens on a UDP socket.
// compiles: no: listen

#include <asio.hpp>

using asio::ip::udp;

int main() {
    asio::io_context context;
    udp::socket socket(context, udp::endpoint(asio::ip::address_v4::loopback(), 0));
    socket.listen(16);
}
