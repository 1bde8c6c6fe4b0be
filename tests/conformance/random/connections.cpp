// SPDX-License-Identifier: BSL-1.0

// Programs of clients that connect to a server over TCP, with limits, and send numbered bytes.
// Unless the program disturbs them, all bytes arrive.

#include <chrono>
#include <memory>
#include <system_error>
#include <utility>

#include <conformance/random/peers.hpp>
#include <conformance/random/program.hpp>
#include <conformance/random/rest.hpp>

namespace random_programs {
namespace {

template <class Loop>
void disturb(network<Loop>& in) {
    auto& any = in.random.one_in(3) ? in.clients : in.random.one_in(2) ? in.acceptors : in.servers;
    switch (in.random.below(24)) {
        case 0: any = std::make_unique<tenon::scope>(*in.loop); break;
        case 1: any->request_stop(); break;
        case 2: static_cast<void>(in.listener.close().has_value()); break;
        case 3:
        case 4:
            in.listen();
            in.acceptors->spawn(accept_all(in));
            break;
        case 5: {
            auto& source = in.random.one_of(in.sources);
            source.request_stop();
            source = tenon::stop_source();
            break;
        }
        case 6: {
            auto moved = std::move(in.listener);
            in.listener = std::move(moved);
            break;
        }
        default: break;
    }
}

/// Waits until all clients have ended and their connections are accepted, then until all servers
/// have ended.
template <class Loop>
tenon::task<void> end_calmly(network<Loop>& in) {
    const frame_counter frame(in.current);
    co_await in.clients->join();
    const auto is_accepted = [&] {
        for (const auto& [port, known] : in.conversations)
            if (known.servers < known.clients)
                return false;
        return true;
    };
    for (int waits = 0; waits != 100'000 && !is_accepted(); ++waits)
        static_cast<void>(co_await sleep_once(in.current, std::chrono::milliseconds(1)));
    in.current.check(is_accepted(), "a connection was not accepted");
    if (in.random.one_in(2))
        static_cast<void>(in.listener.close().has_value());
    else
        in.acceptors->request_stop();
    co_await in.acceptors->join();
    co_await in.servers->join();
}
/// The loop ends, or is destroyed, while tasks are left.
template <class Loop>
void end_abruptly(network<Loop>& in) {
    for (auto* const each : {&in.clients, &in.acceptors, &in.servers})
        if (in.random.one_in(2))
            (*each)->request_stop();
    if (in.random.one_in(2))
        in.current.check(in.loop->run_ready().has_value(), "run_ready failed");
    if (in.random.one_in(2)) {
        static_cast<void>(in.listener.close().has_value());
        in.loop.reset();
    }
    for (auto* const each : {&in.clients, &in.acceptors, &in.servers})
        each->reset();
}

template <class Loop>
void run_connections(record& current) {
    current.has_faults = current.random.one_in(3);
    network<Loop> in(current);
    in.acceptors->spawn(accept_all(in));
    for (int count = 1 + in.random.below(6); count-- != 0;)
        in.clients->spawn(connect_and_converse(in, in.address));
    if (in.is_calm) {
        try {
            in.loop->run(end_calmly(in));
        } catch (const std::system_error&) {
            current.check(false, "the tasks do not end");
        }
        for (const auto& [port, known] : in.conversations)
            current.check(in.echoes || known.clients != 1 || known.servers != 1 ||
                              (known.is_sent && known.is_received && known.sent == known.received),
                          "bytes of a connection were lost");
    } else {
        for (int turn = 0; turn != 20; ++turn) {
            disturb(in);
            if (in.random.one_in(8))
                in.clients->spawn(connect_and_converse(in, in.address));
            current.check(in.loop->run_ready().has_value(), "run_ready failed");
            if (in.random.one_in(2))
                current.time += in.random.below(500'000);
        }
        if (in.random.one_in(2))
            come_to_rest(in);
        end_abruptly(in);
    }
    current.check(current.frames == 0 && current.waits.empty(),
                  "a coroutine frame was not destroyed");
    current.check(in.pool->available() == in.pool->count(), "a buffer did not return to the pool");
}

}  // namespace

const program connection_programs[2] = {&run_connections<epoll_loop>, &run_connections<poll_loop>};

}  // namespace random_programs
