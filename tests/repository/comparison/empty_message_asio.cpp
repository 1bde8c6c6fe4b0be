// SPDX-License-Identifier: BSL-1.0

// Receives an empty message, a message of one byte, and the end of the connection.
// compiles: yes
// ends: exit status 0
// prints: 0 bytes, Success
// prints: 1 bytes, Success
// prints: 0 bytes, Success

#include <sys/socket.h>

#include <asio.hpp>
#include <iostream>

using asio::generic::seq_packet_protocol;

int main() {
    asio::io_context context;
    int ends[2];
    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends);
    const seq_packet_protocol protocol(AF_UNIX, 0);
    seq_packet_protocol::socket left(context, protocol, ends[0]), right(context, protocol, ends[1]);
    left.send(asio::buffer("", 0), 0);
    left.send(asio::buffer("x", 1), 0);
    left.close();
    for (int count = 0; count < 3; ++count) {
        char buffer[100];
        asio::socket_base::message_flags flags = 0;
        std::error_code error;
        const std::size_t got = right.receive(asio::buffer(buffer), 0, flags, error);
        std::cout << got << " bytes, " << error.message() << '\n';
    }
}
