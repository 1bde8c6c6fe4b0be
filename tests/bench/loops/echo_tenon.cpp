// SPDX-License-Identifier: BSL-1.0

// The smallest echo server on an event loop, to measure the cost of compiling it.
#include <tenon/loops.hpp>

tenon::task<void> echo(
    tenon::connection<tenon::tcp, tenon::ipv4, tenon::driver_of<tenon::epoll_loop>> peer) {
    std::byte buffer[4096];
    for (;;) {
        auto got = co_await peer.receive(buffer);
        if (!got || got->empty() || !co_await peer.send_all(*got))
            co_return;
    }
}

tenon::task<void> serve(tenon::epoll_loop& loop) {
    using namespace tenon::literals;
    tenon::scope all(loop);
    auto listener = tenon::listen<tenon::tcp>(loop, "0.0.0.0:7000"_v4).value();
    for (;;)
        all.spawn(echo((co_await listener.accept()).value()));
}

int main() {
    tenon::epoll_loop loop;
    loop.run(serve(loop));
}
