// SPDX-License-Identifier: BSL-1.0

// The echo server with tenon: server_tenon MODE. The modes are epoll, poll, within (epoll, with a
// limit on each receive), bulk (epoll, 64 KiB at a time), leased (epoll, with buffers of a pool)
// and udp. Prints its port.
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <utility>

#include <tenon/loops.hpp>

namespace {

using namespace tenon::literals;
using namespace std::chrono_literals;

template <std::size_t Size, class Peer, class... Limits>
tenon::task<void> echo(Peer peer, Limits... limits) {
    std::byte buffer[Size];
    for (;;) {
        auto got = co_await peer.receive(buffer, limits...);
        if (!got || got->empty())
            co_return;
        if (!co_await peer.send_all(*got))
            co_return;
    }
}

template <std::size_t Size, class Listener, class... Limits>
tenon::task<void> accept_all(Listener listener, tenon::scope& all, Limits... limits) {
    for (;;) {
        auto peer = co_await listener.accept();
        if (peer)
            all.spawn(echo<Size>(std::move(*peer), limits...));
    }
}

template <class Peer>
tenon::task<void> echo_leased(Peer peer, tenon::buffer_pool& pool) {
    for (;;) {
        auto got = co_await peer.receive(pool);
        if (!got || got->empty())
            co_return;
        if (!co_await peer.send_all(*got))
            co_return;
    }
}

template <class Listener>
tenon::task<void> accept_leased(Listener listener, tenon::scope& all, tenon::buffer_pool& pool) {
    for (;;) {
        auto peer = co_await listener.accept();
        if (peer)
            all.spawn(echo_leased(std::move(*peer), pool));
    }
}

template <class Socket>
tenon::task<void> echo_datagrams(Socket socket) {
    std::byte buffer[4096];
    for (;;) {
        auto got = co_await socket.receive_from(buffer);
        if (got)
            static_cast<void>(co_await socket.send_to(got->data, got->from));
    }
}

template <class Socket>
void print_port(const Socket& socket) {
    std::printf("%d\n", socket.local_endpoint().value().port());
    std::fflush(stdout);
}

template <std::size_t Size, class Loop, class... Limits>
int serve(Loop& loop, Limits... limits) {
    tenon::scope all(loop);
    auto listener = tenon::listen<tenon::tcp>(loop, "0.0.0.0:0"_v4).value();
    print_port(listener);
    all.spawn(accept_all<Size>(std::move(listener), all, limits...));
    return loop.run() ? 0 : 1;
}
template <class Loop>
int serve_leased(Loop& loop) {
    tenon::buffer_pool pool(loop, 256, 4096);
    tenon::scope all(loop);
    auto listener = tenon::listen<tenon::tcp>(loop, "0.0.0.0:0"_v4).value();
    print_port(listener);
    all.spawn(accept_leased(std::move(listener), all, pool));
    return loop.run() ? 0 : 1;
}
template <class Loop>
int serve_datagrams(Loop& loop) {
    tenon::scope all(loop);
    auto socket = tenon::bind<tenon::udp>(loop, "0.0.0.0:0"_v4).value();
    print_port(socket);
    all.spawn(echo_datagrams(std::move(socket)));
    return loop.run() ? 0 : 1;
}

}  // namespace

int main(int, char** arguments) {
    const std::string_view mode = arguments[1];
    if (mode == "poll") {
        tenon::poll_loop loop;
        return serve<4096>(loop);
    }
    tenon::epoll_loop loop;
    if (mode == "udp")
        return serve_datagrams(loop);
    if (mode == "within")
        return serve<4096>(loop, tenon::within(30s));
    if (mode == "leased")
        return serve_leased(loop);
    if (mode == "bulk")
        return serve<65536>(loop);
    return serve<4096>(loop);
}
