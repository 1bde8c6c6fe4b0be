// SPDX-License-Identifier: BSL-1.0

// A TCP client: sends each of its arguments to an echo server, and prints the replies.
//
//     tcp_echo_server 127.0.0.1:7000
//     tcp_echo_client 127.0.0.1:7000 hello world
//
// or with another server: socat TCP-LISTEN:7000,fork EXEC:cat

#include <array>
#include <iostream>
#include <string>
#include <utility>

#include <tenon.hpp>

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "tcp_echo_client: " << what << ": " << error.message() << '\n';
    return 1;
}

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "usage: tcp_echo_client ADDRESS:PORT WORD...\n";
        return 2;
    }
    const auto server = tenon::parse<tenon::ipv4::endpoint>(argv[1]);
    if (!server)
        return fail(argv[1], server.error());

    auto connection = tenon::connect<tenon::tcp>(*server, tenon::options::no_delay{true});
    if (!connection)
        return fail("connect", connection.error());

    for (int index = 2; index != argc; ++index) {
        const std::string word = argv[index];
        if (const auto sent = connection->send_all(word); !sent)
            return fail("send", sent.error());
        // A stream has no message boundaries: data that was sent by one call may come back in
        // parts, so receive exactly as many bytes as were sent.
        std::string buffer(word.size(), '\0');
        const auto echo = connection->receive_exactly(buffer);
        if (!echo)
            return fail("receive", echo.error());
        std::cout << as_text(*echo) << '\n';
    }

    // Nothing more will be sent. From here on the socket only receives, as its type shows.
    auto rest = std::move(*connection).shutdown_send();
    if (!rest)
        return fail("shutdown", rest.error());
    std::array<std::byte, 1> buffer;
    const auto end = rest->receive(buffer);
    if (!end)
        return fail("receive", end.error());
    if (!end->empty()) {
        std::cerr << "tcp_echo_client: the server sent more bytes than it received\n";
        return 1;
    }
    return 0;
}
