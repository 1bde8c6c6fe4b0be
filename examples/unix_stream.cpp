// SPDX-License-Identifier: BSL-1.0

// An echo server and its client over a Unix stream socket. The socket has a file, which stays after
// the server has ended.
//
//     unix_stream serve ./echo.socket
//     unix_stream ask ./echo.socket hello
//     printf 'hello' | nc -N -U ./echo.socket
//     socat - UNIX-CONNECT:./echo.socket
//     rm ./echo.socket

#include <array>
#include <iostream>
#include <string_view>
#include <utility>

#include <tenon.hpp>

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "unix_stream: " << what << ": " << error.message() << '\n';
    return 1;
}

// Sends back all data, until the peer ends its stream.
static tenon::result<void> converse(tenon::connection<tenon::stream, tenon::unix_domain> peer) {
    std::array<std::byte, 4096> buffer;
    for (;;) {
        const auto got = peer.receive(buffer);
        if (!got || got->empty())
            return got.transform([](auto) {});
        if (auto sent = peer.send_all(*got); !sent)
            return sent;
    }
}

static int serve(const tenon::unix_domain::endpoint& where) {
    auto server = tenon::listen<tenon::stream>(where);
    if (!server)
        return fail("listen", server.error());
    std::cout << "listening on " << where << std::endl;

    // Serves one client after the other; tcp_echo_server shows how to serve several at once.
    for (auto peer : *server) {
        if (!peer)
            fail("accept", peer.error());
        else if (const auto ended = converse(std::move(*peer)); !ended)
            fail("connection", ended.error());
    }
    return 1;
}

static int ask(const tenon::unix_domain::endpoint& where, std::string_view request) {
    auto server = tenon::connect<tenon::stream>(where);
    if (!server)
        return fail("connect", server.error());
    if (const auto sent = server->send_all(request); !sent)
        return fail("send", sent.error());
    auto replies = std::move(*server).shutdown_send();  // The server receives the end.
    if (!replies)
        return fail("shutdown", replies.error());

    std::array<std::byte, 4096> buffer;
    for (;;) {
        const auto got = replies->receive(buffer);
        if (!got)
            return fail("receive", got.error());
        if (got->empty())
            break;
        std::cout << as_text(*got);
    }
    std::cout << '\n';
    return 0;
}

int main(int argc, char** argv) {
    const std::string_view what = argc > 1 ? argv[1] : "";
    if (!(what == "serve" && argc == 3) && !(what == "ask" && argc == 4)) {
        std::cerr << "usage: unix_stream serve PATH | unix_stream ask PATH TEXT\n";
        return 2;
    }
    const auto where = tenon::unix_domain::path(argv[2]);
    if (!where)
        return fail(argv[2], where.error());
    return what == "serve" ? serve(*where) : ask(*where, argv[3]);
}
