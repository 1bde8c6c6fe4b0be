// SPDX-License-Identifier: BSL-1.0

// A TCP echo server in one thread: an event loop, and a task for each connection. A connection that
// is idle for a minute is closed. SIGINT and SIGTERM end the server: it accepts no more
// connections, and closes those that it has.
//
//     loop_echo_server 127.0.0.1:7000
//     printf 'hello' | nc -N 127.0.0.1 7000
//     socat - TCP:127.0.0.1:7000

#include <array>
#include <chrono>
#include <csignal>
#include <iostream>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;

// The types of the sockets: TCP, either version of IP, and the driver of the loop.
using listener = tenon::listener<tenon::tcp, tenon::any_ip, tenon::driver_of<tenon::epoll_loop>>;
using connection =
    tenon::connection<tenon::tcp, tenon::any_ip, tenon::driver_of<tenon::epoll_loop>>;

static const tenon::stop_source* termination;  // The stop source of main(), for the signal handler.

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "loop_echo_server: " << what << ": " << error.message() << '\n';
    return 1;
}

// Sends back all data, until the peer ends its stream or is idle for too long, or a stop of the
// task is requested.
static tenon::task<> converse(connection peer) {
    std::array<std::byte, 4096> buffer;
    for (;;) {
        const auto got = co_await peer.receive(buffer, tenon::within(60s));
        if (!got) {
            if (got.error() != std::errc::operation_canceled)
                fail("receive", got.error());
            co_return;
        }
        if (got->empty())
            co_return;
        // Without this limit, a peer that sends and does not receive would keep the connection
        // forever.
        if (const auto sent = co_await peer.send_all(*got, tenon::within(60s)); !sent) {
            if (sent.error() != std::errc::operation_canceled)
                fail("send", sent.error());
            co_return;
        }
    }
}

// Accepts connections until a stop is requested. Each connection has a task of its own in the
// scope.
static tenon::task<> serve(tenon::epoll_loop& loop, listener server, tenon::stop_token stop) {
    tenon::scope connections(loop);
    for (;;) {
        auto peer = co_await server.accept(stop);
        if (peer)
            connections.spawn(converse(std::move(*peer)));
        else if (peer.error() == std::errc::operation_canceled)
            break;
        else  // A shortage of descriptors is reported once; the next accept() waits for its end.
            fail("accept", peer.error());
    }
    connections.request_stop();
    co_await connections.join();
}

int main(int argc, char** argv) {
    const char* const where = argc > 1 ? argv[1] : "127.0.0.1:7000";
    const auto endpoint = tenon::parse<tenon::any_ip::endpoint>(where);
    if (!endpoint)
        return fail(where, endpoint.error());

    tenon::epoll_loop loop;
    auto server = tenon::listen<tenon::tcp>(loop, *endpoint);
    if (!server)
        return fail("listen", server.error());
    const auto local = server->local_endpoint();  // Has the port that the system chose for port 0.
    if (!local)
        return fail("local_endpoint", local.error());
    std::cout << "listening on " << *local << std::endl;

    const tenon::stop_source stop;
    termination = &stop;
    for (const int signal : {SIGINT, SIGTERM})
        static_cast<void>(std::signal(signal, [](int) { termination->request_stop(); }));

    loop.run(serve(loop, std::move(*server), stop.token()));
    return 0;
}
