// SPDX-License-Identifier: BSL-1.0
#pragma once

// Tasks that await one operation, which is drawn at random.

#include <array>
#include <cstddef>
#include <utility>

#include <conformance/random/stream_leaves.hpp>
#include <conformance/random/world.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// Sends or receives a message, which has to arrive whole.
template <class Loop>
tenon::task<void> use_datagram(world<Loop>& in) {
    const frame_counter frame(in.current);
    auto& peer = in.one_datagram();
    const random_limits limits = in.limits();
    const bool is_limited = in.random.one_in(2);
    if (in.random.one_in(2)) {
        const std::size_t size = in.random.size_up_to(64);
        const byte_vector message(size, static_cast<std::byte>(size));
        auto send = is_limited ? send_once(in.current, peer, tenon::const_bytes(message), limits)
                               : send_once(in.current, peer, tenon::const_bytes(message));
        static_cast<void>(co_await std::move(send));
    } else {
        std::array<std::byte, 80> buffer;
        auto receive = is_limited
                           ? receive_once(in.current, peer, tenon::mutable_bytes(buffer), limits)
                           : receive_once(in.current, peer, tenon::mutable_bytes(buffer));
        const auto got = co_await std::move(receive);
        in.current.check(!got || got->empty() ||
                             byte_vector(got->begin(), got->end()) ==
                                 byte_vector(got->size(), static_cast<std::byte>(got->size())),
                         "a message was cut, or mixed with another");
    }
}
/// Does the same with sockets that have no peer.
template <class Loop>
tenon::task<void> use_station(world<Loop>& in) {
    const frame_counter frame(in.current);
    const std::size_t which = static_cast<std::size_t>(in.random.below(2));
    auto& station = in.stations[which];
    const random_limits limits = in.limits();
    std::array<std::byte, 40> buffer = {};
    if (in.random.one_in(2)) {
        send_transfer wait(in.current, &limits, station.native_handle(), buffer);
        const auto sent = co_await station.send_to(buffer, in.addresses[1 - which], limits);
        wait.end_with(sent, sent ? *sent : 0);
    } else {
        receive_transfer wait(in.current, &limits, station.native_handle(), buffer);
        const auto got = co_await station.receive_from(buffer, limits);
        wait.end_with(got, got ? got->data.size() : 0);
        in.current.check(!got || (got->length == buffer.size() && !got->truncated &&
                                  got->from == in.addresses[1 - which]),
                         "a message was cut, or has another sender");
    }
}
/// Waits for a descriptor that is not a socket of the loop.
template <class Loop>
tenon::task<void> use_other(world<Loop>& in) {
    const frame_counter frame(in.current);
    const int descriptor = in.random.one_of(in.others);
    const random_limits limits = in.limits();
    tenon::result<void> ready;
    if (in.random.one_in(2)) {
        readiness_wait wait(in.current, &limits, descriptor, POLLIN);
        ready = co_await in.loop->readable(descriptor, limits);
        wait.end(ready);
    } else {
        readiness_wait wait(in.current, nullptr, descriptor, POLLOUT);
        ready = co_await in.loop->writable(descriptor);
        wait.end(ready);
    }
}
/// Waits for an event, a channel, or time.
template <class Loop>
tenon::task<void> use_signals(world<Loop>& in) {
    const frame_counter frame(in.current);
    record& current = in.current;
    const random_limits limits = in.limits();
    const bool is_limited = in.random.one_in(2);
    auto& event = *in.random.one_of(in.signals);
    auto& box = *in.random.one_of(in.mailboxes);
    const auto with_limits = [&](auto operation) {
        return is_limited ? operation(limits) : operation();
    };
    const auto duration = in.random.duration();
    switch (in.random.below(8)) {
        case 0:
        case 1:
            co_await with_limits(
                [&](const auto&... each) { return wait_for(current, event, each...); });
            break;
        case 2:
        case 3:
            co_await with_limits(
                [&](const auto&... each) { return send_to(current, box, each...); });
            break;
        case 4:
        case 5:
            co_await with_limits(
                [&](const auto&... each) { return receive_from(current, box, each...); });
            break;
        case 6:
            static_cast<void>(co_await with_limits(
                [&](const auto&... each) { return sleep_once(current, duration, each...); }));
            break;
        default: static_cast<void>(co_await yield_once(current));
    }
}
/// One of these tasks, or of those that use a stream. Throws an exception now and then.
template <class Loop>
tenon::task<int> leaf(world<Loop>& in) {
    const frame_counter frame(in.current);
    switch (in.random.below(40)) {
        case 0: co_await use_often(in); break;
        case 1:
        case 2:
        case 3: co_await use_other(in); break;
        case 4:
        case 5:
        case 6: co_await use_datagram(in); break;
        case 7:
        case 8:
        case 9: co_await use_station(in); break;
        default:
            if (in.random.one_in(3))
                co_await use_signals(in);
            else if (in.random.one_in(3))
                co_await use_pool(in);
            else
                co_await use_stream(in);
    }
    if (in.random.one_in(40))
        throw 1;
    co_return 1;
}

}  // namespace random_programs
