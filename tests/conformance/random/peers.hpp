// SPDX-License-Identifier: BSL-1.0
#pragma once

// The tasks of clients and servers.

#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <system_error>
#include <utility>

#include <conformance/random/flows.hpp>
#include <conformance/random/network.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// Serves one connection.
template <class Loop>
tenon::task<void> serve(network<Loop>& in, typename network<Loop>::connection_type peer) {
    const frame_counter frame(in.current);
    const auto from = peer.remote_endpoint();
    if (!from)
        co_return;
    conversation& known = in.conversations[from->port()];
    ++known.servers;
    if (in.echoes) {
        co_await echo(in, std::move(peer));
    } else {
        flow out;
        co_await receive_numbered(in, std::move(peer), out);
        known.received += out.received;
        known.is_received = out.has_ended;
    }
}
/// Accepts connections until the listener is closed or the task is asked to stop.
template <class Loop>
tenon::task<void> accept_all(network<Loop>& in) {
    const frame_counter frame(in.current);
    for (;;) {
        const random_limits limits = in.limits();
        readiness_wait wait(in.current, &limits, in.listener.native_handle(), receiving_events);
        auto accepted = co_await in.listener.accept(limits);
        wait.end(accepted);
        if (accepted) {
            in.servers->spawn(serve(in, std::move(*accepted)));
        } else if (accepted.error() == std::errc::timed_out ||
                   accepted.error() == std::errc::too_many_files_open) {
            const auto yielded = co_await yield_once(in.current);
            if (!yielded)
                break;
        } else {
            break;
        }
    }
}
/// Sends numbered bytes, and one urgent byte beside them. Receives them again if the server echoes.
template <class Loop>
tenon::task<void> converse(network<Loop>& in, typename network<Loop>::connection_type peer) {
    const frame_counter frame(in.current);
    const auto from = peer.local_endpoint();
    if (!from)
        co_return;
    conversation& known = in.conversations[from->port()];
    ++known.clients;
    flow out;
    if (in.echoes) {
        auto split = std::move(peer).split().value();
        static_cast<void>(
            co_await tenon::when_all(receive_numbered(in, std::move(split.first), out),
                                     send_to_end(in, std::move(split.second), out)));
        in.current.check(!in.is_calm || (out.has_ended && out.sent == out.received),
                         "bytes of an echo were lost");
        co_return;
    }
    if (in.random.one_in(3))
        static_cast<void>(::send(peer.native_handle(), "!", 1, MSG_OOB | MSG_NOSIGNAL) == 1);
    if (!in.is_calm && in.random.one_in(2)) {
        // The connection stays open, so that no event but those of the bytes wakes the server.
        co_await send_numbered(in, peer, out);
        std::array<std::byte, 1> buffer;
        static_cast<void>(co_await receive_once(in.current, peer, tenon::mutable_bytes(buffer)));
        co_return;
    }
    co_await send_to_end(in, std::move(peer), out);
    known.sent += out.sent;
    known.is_sent = true;
}
/// Connects, at the second attempt if the first fails.
template <class Loop>
tenon::task<void> connect_and_converse(network<Loop>& in, tenon::ipv4::endpoint to) {
    const frame_counter frame(in.current);
    auto socket = tenon::open<tenon::tcp, tenon::ipv4>(*in.loop).value();
    for (int attempt = 0; attempt != 2; ++attempt) {
        const random_limits limits = in.limits();
        readiness_wait wait(in.current, &limits, socket.native_handle(), POLLOUT);
        auto connected = co_await std::move(socket).connect(to, limits);
        wait.end(connected);
        if (connected) {
            co_await converse(in, std::move(*connected));
            break;
        }
    }
}

}  // namespace random_programs
