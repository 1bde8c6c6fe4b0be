// SPDX-License-Identifier: BSL-1.0

// A TCP echo server with a thread for each connection: bind, listen, accept, receive, send, close.
//
//     tcp_echo_server 127.0.0.1:7000
//     printf 'hello' | nc -N 127.0.0.1 7000
//     socat - TCP:127.0.0.1:7000

#include <array>
#include <iostream>
#include <thread>
#include <utility>

#include <tenon.hpp>

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "tcp_echo_server: " << what << ": " << error.message() << '\n';
    return 1;
}

// Sends back all data, until the peer ends its stream.
static void converse(tenon::connection<tenon::tcp, tenon::ipv4> peer) {
    std::array<std::byte, 4096> buffer;
    for (;;) {
        const auto got = peer.receive(buffer);
        if (!got) {
            fail("receive", got.error());
            return;
        }
        if (got->empty())  // The peer has ended its stream.
            break;
        if (const auto sent = peer.send_all(*got); !sent) {
            fail("send", sent.error());
            return;
        }
    }
    // The destructor would close the socket too, but could not report an error.
    if (const auto closed = peer.close(); !closed)
        fail("close", closed.error());
}

int main(int argc, char** argv) {
    const char* const where = argc > 1 ? argv[1] : "127.0.0.1:7000";
    const auto endpoint = tenon::parse<tenon::ipv4::endpoint>(where);
    if (!endpoint)
        return fail(where, endpoint.error());

    // The steps one by one. `tenon::listen<tenon::tcp>(*endpoint)` does the same in one call.
    auto bound = tenon::bind<tenon::tcp>(*endpoint, tenon::options::reuse_address{true});
    if (!bound)
        return fail("bind", bound.error());
    auto server = std::move(*bound).listen();
    if (!server)
        return fail("listen", server.error());

    const auto local = server->local_endpoint();  // Has the port that the system chose for port 0.
    if (!local)
        return fail("local_endpoint", local.error());
    std::cout << "listening on " << *local << std::endl;

    // Each iteration accepts a connection. A shortage of descriptors is reported once; then the
    // loop waits until one is free.
    for (auto peer : *server) {
        if (peer)
            std::thread(converse, std::move(*peer)).detach();
        else
            fail("accept", peer.error());
    }
    return 1;
}
