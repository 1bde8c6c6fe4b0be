// SPDX-License-Identifier: BSL-1.0

// Echo servers over TCP, UDP and a Unix socket in one thread, on one event loop.
//
//     three_servers 127.0.0.1:7000 echo.socket
//     printf 'hello' | nc -N 127.0.0.1 7000
//     printf 'hello' | nc -u -W 1 127.0.0.1 7000
//     printf 'hello' | nc -N -U echo.socket

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;

static const tenon::stop_source* termination;  // The stop source of main(), for the signal handler.

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "three_servers: " << what << ": " << error.message() << '\n';
    return 1;
}
static void report(const char* what, const std::error_code& error) {
    if (error != std::errc::operation_canceled)  // A stop of the server is not an error.
        fail(what, error);
}

// Sends back the data of a stream, over TCP or a Unix socket. A buffer is on lease only while it
// holds data, so an idle connection has none.
template <class Peer>
static tenon::task<> echo_stream(Peer peer, tenon::buffer_pool& buffers) {
    for (;;) {
        const auto got = co_await peer.receive(buffers, tenon::within(60s));
        if (!got)
            co_return report("receive", got.error());
        if (got->empty())
            co_return;
        if (const auto sent = co_await peer.send_all(*got, tenon::within(60s)); !sent)
            co_return report("send", sent.error());
    }
}

// Accepts the connections of a listener, over TCP or a Unix socket.
template <class Server>
static tenon::task<> accept_from(Server server, tenon::scope& connections,
                                 tenon::buffer_pool& buffers, tenon::stop_token stop) {
    for (;;) {
        auto peer = co_await server.accept(stop);
        if (peer)
            connections.spawn(echo_stream(std::move(*peer), buffers));
        else if (peer.error() == std::errc::operation_canceled)
            co_return;
        else  // A shortage of descriptors is reported once; the next accept() waits for its end.
            fail("accept", peer.error());
    }
}

// Sends back each message to its sender.
template <class Station>
static tenon::task<> echo_messages(Station station, tenon::stop_token stop) {
    std::array<std::byte, 65536> buffer;  // A UDP message is never longer, so none is truncated.
    for (;;) {
        const auto got = co_await station.receive_from(buffer, stop);
        if (!got)
            co_return report("receive", got.error());
        if (const auto sent = co_await station.send_to(got->data, got->from, stop); !sent)
            report("send", sent.error());
    }
}

template <class Tcp, class Udp, class Unix>
static tenon::task<> serve(tenon::epoll_loop& loop, Tcp tcp, Udp udp, Unix local,
                           tenon::stop_token stop) {
    tenon::buffer_pool buffers(loop, 64, 16384);  // The pool outlives all connections.
    tenon::scope connections(loop);
    co_await tenon::when_all(accept_from(std::move(tcp), connections, buffers, stop),
                             echo_messages(std::move(udp), stop),
                             accept_from(std::move(local), connections, buffers, stop));
    connections.request_stop();
    co_await connections.join();
}

int main(int argc, char** argv) {
    const char* const where = argc > 1 ? argv[1] : "127.0.0.1:7000";
    const auto endpoint = tenon::parse<tenon::any_ip::endpoint>(where);
    if (!endpoint)
        return fail(where, endpoint.error());
    const char* const file = argc > 2 ? argv[2] : "echo.socket";
    const auto path = tenon::unix_domain::path(file);
    if (!path)
        return fail(file, path.error());

    tenon::epoll_loop loop;
    auto tcp = tenon::listen<tenon::tcp>(loop, *endpoint);
    if (!tcp)
        return fail("TCP", tcp.error());
    const auto local = tcp->local_endpoint();
    if (!local)
        return fail("local_endpoint", local.error());
    auto udp = tenon::bind<tenon::udp>(loop, *local);  // The same address and port.
    if (!udp)
        return fail("UDP", udp.error());
    auto unix_server = tenon::listen<tenon::stream>(loop, *path);
    if (!unix_server)
        return fail(file, unix_server.error());
    std::cout << "listening on " << *local << std::endl;

    const tenon::stop_source stop;
    termination = &stop;
    for (const int signal : {SIGINT, SIGTERM})
        static_cast<void>(std::signal(signal, [](int) { termination->request_stop(); }));

    loop.run(serve(loop, std::move(*tcp), std::move(*udp), std::move(*unix_server), stop.token()));
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return 0;
}
