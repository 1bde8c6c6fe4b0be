// SPDX-License-Identifier: BSL-1.0

// A TCP proxy in one thread: forwards each connection to another server, in both directions. Each
// direction ends by itself: when one side ends its stream, the other side receives the end, and may
// go on sending. If a direction fails, both sides are reset, so that neither takes partial data for
// complete.
//
//     tcp_proxy 127.0.0.1:8000 127.0.0.1:7000

#include <array>
#include <chrono>
#include <csignal>
#include <iostream>
#include <utility>

#include <tenon/loops.hpp>

#include <unistd.h>

using namespace std::chrono_literals;

template <class State>
using socket_in =
    tenon::basic_socket<tenon::tcp, tenon::any_ip, State, tenon::driver_of<tenon::epoll_loop>>;

static const tenon::stop_source* termination;  // The stop source of main(), for the signal handler.

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "tcp_proxy: " << what << ": " << error.message() << '\n';
    return 1;
}

// Closes a connection so that its peer receives a reset instead of the end of the stream.
static void reset(socket_in<tenon::sending> half) {
    static_cast<void>(half.set(tenon::options::linger{{.on = true, .seconds = 0}}));
    // A half that is not released would shut its direction down first, and send the end.
    static_cast<void>(::close(half.release()));
}

// Forwards data until the end of the stream, or an error.
static tenon::task<tenon::result<void>> copy(socket_in<tenon::receiving>& from,
                                             socket_in<tenon::sending>& to) {
    std::array<std::byte, 16384> buffer;
    for (;;) {
        // No limit: while the other direction is active, this one may be silent.
        const auto got = co_await from.receive(buffer);
        if (!got)
            co_return got.why();
        if (got->empty())
            co_return {};
        // Nothing more is received until this is sent, so a slow receiver slows the sender down.
        if (const auto sent = co_await to.send_all(*got, tenon::within(120s)); !sent)
            co_return sent.why();
    }
}

// Forwards one direction. When the sending half ends, it shuts its direction down, and the peer
// receives the end.
static tenon::task<> forward(socket_in<tenon::receiving> from, socket_in<tenon::sending> to,
                             tenon::scope& both) {
    if (const auto copied = co_await copy(from, to); !copied) {
        if (copied.error() != std::errc::operation_canceled)
            fail("forward", copied.error());
        reset(std::move(to));
        both.request_stop();
    }
}

static tenon::task<> serve_one(tenon::epoll_loop& loop, socket_in<tenon::connected> client,
                               tenon::any_ip::endpoint other) {
    // With keep-alive probes the kernel detects a peer that has vanished.
    auto server = co_await tenon::connect<tenon::tcp>(loop, other, tenon::options::keep_alive{true},
                                                      tenon::within(10s));
    if (!server) {
        fail("connect", server.error());
        co_return;
    }
    static_cast<void>(client.set(tenon::options::keep_alive{true}));
    auto client_halves = std::move(client).split();
    auto server_halves = std::move(*server).split();
    if (!client_halves || !server_halves) {
        fail("split", client_halves ? server_halves.error() : client_halves.error());
        co_return;
    }
    tenon::scope both(loop);
    both.spawn(forward(std::move(client_halves->first), std::move(server_halves->second), both));
    both.spawn(forward(std::move(server_halves->first), std::move(client_halves->second), both));
    co_await both.join();
}

static tenon::task<> serve(tenon::epoll_loop& loop, socket_in<tenon::listening> server,
                           tenon::any_ip::endpoint other, tenon::stop_token stop) {
    tenon::scope connections(loop);
    for (;;) {
        auto client = co_await server.accept(stop);
        if (client)
            connections.spawn(serve_one(loop, std::move(*client), other));
        else if (client.error() == std::errc::operation_canceled)
            break;
        else  // A shortage of descriptors is reported once; the next accept() waits for its end.
            fail("accept", client.error());
    }
    connections.request_stop();
    co_await connections.join();
}

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: tcp_proxy ADDRESS:PORT OTHER-ADDRESS:PORT\n";
        return 2;
    }
    const auto endpoint = tenon::parse<tenon::any_ip::endpoint>(argv[1]);
    if (!endpoint)
        return fail(argv[1], endpoint.error());
    const auto other = tenon::parse<tenon::any_ip::endpoint>(argv[2]);
    if (!other)
        return fail(argv[2], other.error());

    tenon::epoll_loop loop;
    auto server = tenon::listen<tenon::tcp>(loop, *endpoint);
    if (!server)
        return fail("listen", server.error());
    const auto local = server->local_endpoint();
    if (!local)
        return fail("local_endpoint", local.error());
    std::cout << "listening on " << *local << std::endl;

    const tenon::stop_source stop;
    termination = &stop;
    for (const int signal : {SIGINT, SIGTERM})
        static_cast<void>(std::signal(signal, [](int) { termination->request_stop(); }));

    loop.run(serve(loop, std::move(*server), *other, stop.token()));
    return 0;
}
