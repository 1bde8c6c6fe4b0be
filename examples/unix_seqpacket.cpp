// SPDX-License-Identifier: BSL-1.0

// An echo server and its client over Unix seqpacket sockets: a connection that keeps message
// boundaries.
//
//     unix_seqpacket serve ./echo.socket
//     unix_seqpacket ask ./echo.socket hello world
//     echo hello | socat -t 1 - UNIX-CONNECT:./echo.socket,type=5
//     rm ./echo.socket

#include <array>
#include <iostream>
#include <string_view>
#include <utility>

#include <tenon.hpp>

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "unix_seqpacket: " << what << ": " << error.message() << '\n';
    return 1;
}

// Sends back each message, until the end of the connection.
static int converse(tenon::connection<tenon::seqpacket, tenon::unix_domain> peer) {
    std::array<std::byte, 65536> buffer;
    for (;;) {
        const auto got = peer.receive(buffer);
        if (!got)
            return fail("receive", got.error());
        if (got->end)
            return 0;
        if (got->truncated)
            std::cerr << "unix_seqpacket: a message of " << got->length << " bytes was truncated\n";
        if (const auto sent = peer.send(got->data); !sent)
            return fail("send", sent.error());
    }
}

static int serve(const tenon::unix_domain::endpoint& where) {
    auto server = tenon::listen<tenon::seqpacket>(where);
    if (!server)
        return fail("listen", server.error());
    std::cout << "listening on " << where << std::endl;

    // Serves one client after the other; tcp_echo_server shows how to serve several at once.
    for (auto peer : *server) {
        if (peer)
            converse(std::move(*peer));
        else
            fail("accept", peer.error());
    }
    return 1;
}

static int ask(const tenon::unix_domain::endpoint& where, int count, char** requests) {
    auto server = tenon::connect<tenon::seqpacket>(where);
    if (!server)
        return fail("connect", server.error());
    std::array<std::byte, 65536> buffer;
    for (int index = 0; index != count; ++index) {
        if (const auto sent = server->send(std::string_view(requests[index])); !sent)
            return fail("send", sent.error());
        const auto reply = server->receive(buffer);
        if (!reply)
            return fail("receive", reply.error());
        if (reply->end) {  // Not an empty message, which would be a valid reply.
            std::cerr << "unix_seqpacket: the server ended the connection\n";
            return 1;
        }
        std::cout << as_text(reply->data) << '\n';
    }
    return 0;
}

int main(int argc, char** argv) {
    const std::string_view what = argc > 1 ? argv[1] : "";
    if (!(what == "serve" && argc == 3) && !(what == "ask" && argc > 3)) {
        std::cerr << "usage: unix_seqpacket serve PATH | unix_seqpacket ask PATH TEXT...\n";
        return 2;
    }
    const auto where = tenon::unix_domain::path(argv[2]);
    if (!where)
        return fail(argv[2], where.error());
    return what == "serve" ? serve(*where) : ask(*where, argc - 3, argv + 3);
}
