// SPDX-License-Identifier: BSL-1.0

// A TCP proxy in one thread: each connection is forwarded to another server, and back. The two directions end one by one: when
// one side has sent all, the other side is told so, and may go on sending. If a direction fails, both sides are reset, so that
// neither takes a part for the whole.
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
using socket_in = tenon::basic_socket<tenon::tcp, tenon::any_ip, State, tenon::driver_of<tenon::epoll_loop>>;

static const tenon::stop_source* termination;  // That of main(), for the signal handler.

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "tcp_proxy: " << what << ": " << error.message() << '\n';
    return 1;
}

// Closes a connection so that its peer receives a reset, and not the end of the stream.
static void reset(socket_in<tenon::sending> half) {
    static_cast<void>(half.set(tenon::options::linger{{.on = true, .seconds = 0}}));
    static_cast<void>(::close(half.release()));  // A half that is not released would send the end first.
}

// Copies until the end of the stream, or an error.
static tenon::task<tenon::result<void>> copy(socket_in<tenon::receiving>& from, socket_in<tenon::sending>& to) {
    std::array<std::byte, 16384> buffer;
    for (;;) {
        // No limit: while the other direction is at work, this one may be silent for as long as it likes.
        const auto got = co_await from.receive(buffer);
        if (!got)
            co_return got.why();
        if (got->empty())
            co_return {};
        // Nothing more is received before this is sent, so a receiver that is slow slows down the sender.
        if (const auto sent = co_await to.send_all(*got, tenon::within(120s)); !sent)
            co_return sent.why();
    }
}

// Forwards one direction. The end of the sending half shuts its direction down, which tells the peer of the end.
static tenon::task<> forward(socket_in<tenon::receiving> from, socket_in<tenon::sending> to, tenon::scope& both) {
    if (const auto copied = co_await copy(from, to); !copied) {
        if (copied.error() != std::errc::operation_canceled)
            fail("forward", copied.error());
        reset(std::move(to));
        both.request_stop();
    }
}

static tenon::task<> serve_one(tenon::epoll_loop& loop, socket_in<tenon::connected> near, tenon::any_ip::endpoint other) {
    // A peer that has vanished without a word is found out by the kernel.
    auto far = co_await tenon::connect<tenon::tcp>(loop, other, tenon::options::keep_alive{true}, tenon::within(10s));
    if (!far) {
        fail("connect", far.error());
        co_return;
    }
    static_cast<void>(near.set(tenon::options::keep_alive{true}));
    auto near_halves = std::move(near).split();
    auto far_halves = std::move(*far).split();
    if (!near_halves || !far_halves) {
        fail("split", near_halves ? far_halves.error() : near_halves.error());
        co_return;
    }
    tenon::scope both(loop);
    both.spawn(forward(std::move(near_halves->first), std::move(far_halves->second), both));
    both.spawn(forward(std::move(far_halves->first), std::move(near_halves->second), both));
    co_await both.join();
}

static tenon::task<> serve(tenon::epoll_loop& loop, socket_in<tenon::listening> server, tenon::any_ip::endpoint other,
                           tenon::stop_token stop) {
    tenon::scope connections(loop);
    for (;;) {
        auto near = co_await server.accept(stop);
        if (near)
            connections.spawn(serve_one(loop, std::move(*near), other));
        else if (near.error() == std::errc::operation_canceled)
            break;
        else  // Without free descriptors the error comes once, and the next accept() waits for some.
            fail("accept", near.error());
    }
    connections.request_stop();
    co_await connections.join();
}

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: tcp_proxy ADDRESS:PORT OTHER-ADDRESS:PORT\n";
        return 2;
    }
    const auto here = tenon::parse<tenon::any_ip::endpoint>(argv[1]);
    if (!here)
        return fail(argv[1], here.error());
    const auto other = tenon::parse<tenon::any_ip::endpoint>(argv[2]);
    if (!other)
        return fail(argv[2], other.error());

    tenon::epoll_loop loop;
    auto server = tenon::listen<tenon::tcp>(loop, *here);
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
