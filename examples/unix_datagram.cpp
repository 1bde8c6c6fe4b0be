// SPDX-License-Identifier: BSL-1.0

// An echo server and its client over Unix datagram sockets: messages without a connection, which
// arrive whole and in order.
//
//     unix_datagram serve ./echo.socket
//     unix_datagram ask ./echo.socket hello world
//     echo hello | socat -t 1 - UNIX-SENDTO:./echo.socket,bind=./asker.socket
//     rm ./echo.socket

#include <array>
#include <iostream>
#include <string_view>
#include <utility>

#include <tenon.hpp>

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "unix_datagram: " << what << ": " << error.message() << '\n';
    return 1;
}

static int serve(const tenon::unix_domain::endpoint& where) {
    auto server = tenon::bind<tenon::datagram>(where);
    if (!server)
        return fail("bind", server.error());
    std::cout << "listening on " << where << std::endl;

    std::array<std::byte, 65536> buffer;
    for (;;) {
        const auto got = server->receive_from(buffer);
        if (!got)
            return fail("receive", got.error());
        if (got->truncated)
            std::cerr << "unix_datagram: a message of " << got->length << " bytes was truncated\n";
        else if (got->from.is_unnamed())
            std::cerr << "unix_datagram: a socket without a name cannot receive a reply\n";
        else if (const auto sent = server->send_to(got->data, got->from); !sent)
            fail("send", sent.error());
    }
}

static int ask(const tenon::unix_domain::endpoint& where, int count, char** requests) {
    // A socket without a name can send, but no peer can reply to it. If it is bound to no name, the
    // system chooses one (unix(7), autobind).
    auto socket = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed());
    if (!socket)
        return fail("bind", socket.error());
    auto server = std::move(*socket).connect(where);
    if (!server)
        return fail("connect", server.error());

    std::array<std::byte, 65536> buffer;
    for (int index = 0; index != count; ++index) {
        if (const auto sent = server->send(std::string_view(requests[index])); !sent)
            return fail("send", sent.error());
        const auto reply = server->receive(buffer);
        if (!reply)
            return fail("receive", reply.error());
        std::cout << as_text(reply->data) << '\n';
    }
    return 0;
}

int main(int argc, char** argv) {
    const std::string_view what = argc > 1 ? argv[1] : "";
    if (!(what == "serve" && argc == 3) && !(what == "ask" && argc > 3)) {
        std::cerr << "usage: unix_datagram serve PATH | unix_datagram ask PATH TEXT...\n";
        return 2;
    }
    const auto where = tenon::unix_domain::path(argv[2]);
    if (!where)
        return fail(argv[2], where.error());
    return what == "serve" ? serve(*where) : ask(*where, argc - 3, argv + 3);
}
