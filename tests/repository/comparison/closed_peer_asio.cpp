// SPDX-License-Identifier: BSL-1.0

// Sends to a peer that has closed the connection.
// compiles: yes
// ends: exit status 1
// prints: Broken pipe

#include <asio.hpp>
#include <iostream>

using asio::local::stream_protocol;

int main() {
    asio::io_context context;
    stream_protocol::socket stream(context), peer(context);
    asio::local::connect_pair(stream, peer);
    peer.close();
    std::error_code error;
    stream.send(asio::buffer("text", 4), 0, error);
    std::cout << error.message() << '\n';
    return error ? 1 : 0;
}
