// SPDX-License-Identifier: BSL-1.0

// A UDP echo server: one socket serves all clients, since each message comes with its sender's
// endpoint.
//
//     udp_echo_server 127.0.0.1:7000
//     printf 'hello' | nc -u -W 1 127.0.0.1 7000
//     socat - UDP:127.0.0.1:7000

#include <array>
#include <iostream>

#include <tenon.hpp>

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "udp_echo_server: " << what << ": " << error.message() << '\n';
    return 1;
}

int main(int argc, char** argv) {
    const char* const where = argc > 1 ? argv[1] : "127.0.0.1:7000";
    const auto endpoint = tenon::parse<tenon::ipv4::endpoint>(where);
    if (!endpoint)
        return fail(where, endpoint.error());

    auto server = tenon::bind<tenon::udp>(*endpoint);
    if (!server)
        return fail("bind", server.error());
    const auto local = server->local_endpoint();
    if (!local)
        return fail("local_endpoint", local.error());
    std::cout << "listening on " << *local << std::endl;

    std::array<std::byte, 65536> buffer;  // A UDP message is never longer, so none is truncated.
    for (;;) {
        const auto got = server->receive_from(buffer);
        if (!got)
            return fail("receive", got.error());
        const auto& [data, from, length, truncated] = *got;
        // If a reply cannot be sent, one client loses it; the server goes on.
        if (const auto sent = server->send_to(data, from); !sent)
            fail("send", sent.error());
    }
}
