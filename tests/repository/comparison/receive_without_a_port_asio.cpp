// SPDX-License-Identifier: BSL-1.0

// Receives on a UDP socket that has no port, for 200 ms at most.
// compiles: yes
// ends: exit status 1
// prints: still waiting

#include <asio.hpp>
#include <chrono>
#include <iostream>

using asio::ip::udp;

int main() {
    asio::io_context context;
    udp::socket client(context, udp::v4());
    char buffer[100];
    udp::endpoint from;
    bool over = false;
    client.async_receive_from(asio::buffer(buffer), from,
                              [&](std::error_code, std::size_t) { over = true; });
    context.run_for(std::chrono::milliseconds(200));
    std::cout << (over ? "over" : "still waiting") << '\n';
    return over ? 0 : 1;
}
