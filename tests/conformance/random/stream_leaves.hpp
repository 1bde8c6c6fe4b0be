// SPDX-License-Identifier: BSL-1.0
#pragma once

// Tasks that use a stream: one operation, or a row of operations, which are drawn at random.

#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

#include <conformance/random/operations.hpp>
#include <conformance/random/world.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// Receives from, sends to, or waits for a stream.
template <class Loop>
tenon::task<void> use_stream(world<Loop>& in) {
    const frame_counter frame(in.current);
    record& current = in.current;
    auto& peer = in.one_stream();
    const random_limits limits = in.limits();
    const bool is_limited = in.random.one_in(2);
    std::array<std::byte, 64> buffer;
    tenon::unfilled<> unfilled(buffer);
    const byte_vector data(in.random.size_up_to(in.random.one_in(4) ? 20'000 : 200),
                           std::byte{'x'});
    tenon::unsent<> unsent(data);
    // Calls a function with the limits, or without.
    const auto with_limits = [&](auto operation) {
        return is_limited ? operation(limits) : operation();
    };
    switch (in.random.below(6)) {
        case 0:
        case 1:
            static_cast<void>(co_await with_limits([&](const auto&... each) {
                return receive_once(current, peer, tenon::mutable_bytes(buffer), each...);
            }));
            break;
        case 2:
            static_cast<void>(co_await with_limits(
                [&](const auto&... each) { return fill(current, peer, unfilled, each...); }));
            break;
        case 3:
            static_cast<void>(co_await with_limits([&](const auto&... each) {
                return send_once(current, peer, tenon::const_bytes(data), each...);
            }));
            break;
        case 4:
            static_cast<void>(co_await with_limits(
                [&](const auto&... each) { return send_rest(current, peer, unsent, each...); }));
            break;
        default: {
            const bool for_writing = in.random.one_in(2);
            static_cast<void>(co_await with_limits([&](const auto&... each) {
                return until_ready(current, peer, for_writing, each...);
            }));
        }
    }
}
/// Receives into a buffer of the pool, and returns it later.
template <class Loop>
tenon::task<void> use_pool(world<Loop>& in) {
    const frame_counter frame(in.current);
    auto& peer = in.one_stream();
    const random_limits limits = in.limits();
    auto got = in.random.one_in(2) ? receive_leased(in.current, peer, *in.pool, limits)
                                   : receive_leased(in.current, peer, *in.pool);
    auto lease = co_await std::move(got);
    if (!lease)
        co_return;
    observed_lease kept(in.current, std::move(*lease));
    const auto duration = in.random.duration();
    switch (in.random.below(4)) {
        case 0: static_cast<void>(co_await sleep_once(in.current, duration)); break;
        case 1: static_cast<void>(co_await yield_once(in.current)); break;
        case 2: in.leases.push_back(std::move(kept)); break;
        default: break;
    }
}
/// Makes more attempts than a task may make in a row, none of which waits.
template <class Loop>
tenon::task<void> use_often(world<Loop>& in) {
    const frame_counter frame(in.current);
    auto& peer = in.one_stream();
    const bool sends = in.random.one_in(2);
    const random_limits at_once(std::chrono::nanoseconds(0));
    std::array<std::byte, 1> buffer = {};
    for (int count = 0; count != 80; ++count) {
        if (sends)
            static_cast<void>(
                co_await send_once(in.current, peer, tenon::const_bytes(buffer), at_once));
        else
            static_cast<void>(
                co_await receive_once(in.current, peer, tenon::mutable_bytes(buffer), at_once));
    }
}

}  // namespace random_programs
