// SPDX-License-Identifier: BSL-1.0

// One function template under every driver: it blocks under `blocking`, waits in either event loop,
// and runs under a driver of the program's own.
//
//     under_any_driver

#include <array>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;

// Sends back all data, until the peer ends its stream.
template <class Peer>
tenon::task<tenon::result<void>> echo(Peer& peer) {
    std::array<std::byte, 512> buffer;
    for (;;) {
        const auto got = co_await peer.receive(buffer);
        if (!got)
            co_return got.why();
        if (got->empty())
            co_return {};
        if (const auto sent = co_await peer.send_all(*got); !sent)
            co_return sent.why();
    }
}

// Sends “hello” to an echo server, and returns the reply. `context` is a driver or a loop. In a
// template, use the free function value(), which returns the value of a result or throws its error:
// GCC 12 does not compile (co_await x).value().
template <class Context>
tenon::task<std::string> ask(Context& context, tenon::ipv4::endpoint server) {
    auto peer = tenon::value(co_await tenon::connect<tenon::tcp>(context, server));
    tenon::value(co_await peer.send_all("hello"_bytes));
    std::array<std::byte, 5> buffer;
    co_return std::string(tenon::as_text(tenon::value(co_await peer.receive_exactly(buffer))));
}

// A driver of the program's own: `blocking`, with a limit of ten seconds on every operation. See
// docs/writing-a-driver.md.
class impatient {
public:
    static constexpr bool waits = true;
    static constexpr int type_flags = 0;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    [[nodiscard]] decltype(auto) system() const noexcept { return beneath_.system(); }
    std::ptrdiff_t close(tenon::os::descriptor socket) const noexcept {
        return beneath_.close(socket);
    }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const {
        return beneath_.perform(std::forward<Handle>(handle), std::forward<Operation>(operation),
                                tenon::limit_set(tenon::within(10s)));
    }

private:
    [[no_unique_address]] tenon::blocking beneath_;
};
static_assert(tenon::driver<impatient>);

int main() try {
    // The server: a function template too, in a thread, under `blocking`.
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto endpoint = server.local_endpoint().value();
    std::thread echoing([&server] {
        for (auto peer = server.accept(); peer; peer = server.accept())
            static_cast<void>(tenon::run(echo(*peer)));
    });

    std::string failure;
    try {
        // The function `run` runs a task without a loop. The task does not suspend, since each
        // operation returns its result.
        tenon::blocking blocking;
        std::cout << "blocking: " << tenon::run(ask(blocking, endpoint)) << '\n';
        impatient driver;
        std::cout << "a custom driver: " << tenon::run(ask(driver, endpoint)) << '\n';

        tenon::poll_loop poll;
        std::cout << "poll_loop: " << poll.run(ask(poll, endpoint)) << '\n';
        tenon::epoll_loop epoll;
        std::cout << "epoll_loop: " << epoll.run(ask(epoll, endpoint)) << '\n';
    } catch (const std::system_error& error) {
        failure = error.what();
    }
    static_cast<void>(server.shutdown());  // accept() fails from now on, so the thread ends.
    echoing.join();
    if (failure.empty())
        return 0;
    std::cerr << "under_any_driver: " << failure << '\n';
    return 1;
} catch (const std::system_error& error) {
    std::cerr << "under_any_driver: " << error.what() << '\n';
    return 1;
}
