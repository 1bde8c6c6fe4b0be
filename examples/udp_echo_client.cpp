// SPDX-License-Identifier: BSL-1.0

// A UDP client: sends each of its arguments to an echo server as one message, and prints the
// replies.
//
//     udp_echo_server 127.0.0.1:7000
//     udp_echo_client 127.0.0.1:7000 hello world
//
// or with another server: socat UDP-RECVFROM:7000,fork EXEC:cat

#include <array>
#include <chrono>
#include <iostream>
#include <string_view>

#include <tenon.hpp>

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "udp_echo_client: " << what << ": " << error.message() << '\n';
    return 1;
}

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "usage: udp_echo_client ADDRESS:PORT WORD...\n";
        return 2;
    }
    const auto server = tenon::parse<tenon::ipv4::endpoint>(argv[1]);
    if (!server)
        return fail(argv[1], server.error());

    // Makes no connection, but fixes the peer: the socket receives from no other peer, and a call
    // fails with `connection_refused` if no server has the port.
    auto socket = tenon::connect<tenon::udp>(*server);
    if (!socket)
        return fail("connect", socket.error());

    std::array<std::byte, 65536> buffer;
    for (int index = 2; index != argc; ++index) {
        if (const auto sent = socket->send(std::string_view(argv[index])); !sent)
            return fail("send", sent.error());
        // UDP may lose the message or its reply, and then no reply arrives.
        const auto echo = socket->receive(buffer, tenon::within(std::chrono::seconds(1)));
        if (!echo)
            return fail("receive", echo.error());
        std::cout << as_text(echo->data) << '\n';
    }
    return 0;
}
