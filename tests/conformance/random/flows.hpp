// SPDX-License-Identifier: BSL-1.0
#pragma once

// Tasks that send and receive numbered bytes, which arrive in their order.

#include <array>
#include <cstddef>
#include <system_error>
#include <utility>

#include <conformance/random/operations.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// How many bytes one task has sent, and another has received.
struct flow {
    std::size_t sent = 0;
    std::size_t received = 0;
    bool has_ended = false;
};

/// Sends numbered bytes.
template <class World, class Half>
tenon::task<void> send_numbered(World& in, Half& to, flow& out) {
    const frame_counter frame(in.current);
    for (int count = in.random.below(4); count-- != 0;) {
        const int most = in.random.one_in(4) ? 3'000 : 300;
        byte_vector data(in.random.size_up_to(most));
        for (std::size_t index = 0; index != data.size(); ++index)
            data[index] = static_cast<std::byte>(out.sent + index);
        tenon::unsent<> rest(data);
        const auto sent = co_await send_rest(in.current, to, rest);
        out.sent += rest.done();
        if (!sent)
            break;
    }
}
/// Does the same, and then closes the connection, or shuts down the direction of a half.
template <class World, class Half>
tenon::task<void> send_to_end(World& in, Half to, flow& out) {
    const frame_counter frame(in.current);
    co_await send_numbered(in, to, out);
}
/// Receives numbered bytes, into a buffer of its own or of the pool, up to the end of the stream.
template <class World, class Half>
tenon::task<void> receive_numbered(World& in, Half half, flow& out) {
    const frame_counter frame(in.current);
    const auto count = [&](tenon::const_bytes got) {
        bool are_numbered = true;
        for (const std::byte each : got)
            are_numbered = are_numbered && each == static_cast<std::byte>(out.received++);
        in.current.check(are_numbered, "bytes were lost, or are out of order");
        out.has_ended = got.empty();
    };
    while (!out.has_ended) {
        std::array<std::byte, 500> buffer;
        const random_limits limits = in.limits();
        std::error_code why;
        if (in.random.one_in(3)) {
            auto got = co_await receive_leased(in.current, half, *in.pool, limits);
            why = got.error();
            if (got)
                count(observed_lease(in.current, std::move(*got)).bytes());
        } else {
            const auto got =
                co_await receive_once(in.current, half, tenon::mutable_bytes(buffer), limits);
            why = got.error();
            if (got)
                count(*got);
        }
        if (!why)
            continue;
        if (why != std::errc::timed_out)
            break;
        const auto yielded = co_await yield_once(in.current);
        if (!yielded)
            break;
    }
}
/// Sends back what it receives.
template <class World, class Peer>
tenon::task<void> echo(World& in, Peer peer) {
    const frame_counter frame(in.current);
    for (;;) {
        std::array<std::byte, 700> buffer;
        const auto got = co_await receive_once(in.current, peer, tenon::mutable_bytes(buffer));
        if (!got || got->empty())
            break;
        tenon::unsent<> rest(*got);
        const auto sent = co_await send_rest(in.current, peer, rest);
        if (!sent)
            break;
    }
}

}  // namespace random_programs
