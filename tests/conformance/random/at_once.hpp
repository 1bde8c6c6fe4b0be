// SPDX-License-Identifier: BSL-1.0
#pragma once

// Operations that are awaited at the same time, without a task of their own.

#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

#include <conformance/random/operations.hpp>
#include <conformance/random/world.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

template <class Loop>
tenon::task<void> operations_at_once(world<Loop>& in) {
    const frame_counter frame(in.current);
    using namespace std::chrono_literals;
    std::array<std::byte, 8> first;
    std::array<std::byte, 8> second;
    auto& one = in.one_stream();
    auto& other = in.one_stream();
    late_receive_transfer receives_one(in.current, one.native_handle(), first);
    late_receive_transfer receives_other(in.current, other.native_handle(), second);
    const auto any = co_await tenon::when_any(
        one.receive(first), other.receive(second, tenon::within(1ms)), tenon::sleep(1ms));
    const auto& got_one = *any.template get<0>();
    const auto& got_other = *any.template get<1>();
    receives_one.end_with(got_one, got_one ? got_one->size() : 0);
    receives_other.end_with(got_other, got_other ? got_other->size() : 0);
}
template <class T>
tenon::task<void> await_inside(tenon::task<T> work) {
    static_cast<void>(co_await std::move(work));
}
/// The same, in a task that is destroyed while the operations are in an expression that goes on.
template <class Loop>
tenon::task<void> destroys(world<Loop>& in, tenon::task<void> work) {
    const frame_counter frame(in.current);
    {
        tenon::scope tries(*in.loop);
        tries.spawn(std::move(work));
        static_cast<void>(co_await sleep_once(in.current, in.random.duration()));
    }
    static_cast<void>(co_await sleep_once(in.current, in.random.duration()));
}
template <class Loop>
tenon::task<void> operations_of_destroyed(world<Loop>& in) {
    const frame_counter frame(in.current);
    std::array<std::byte, 8> first;
    std::array<std::byte, 8> second;
    auto& one = in.one_stream();
    auto& other = in.one_stream();
    const late_receive_transfer receives_one(in.current, one.native_handle(), first);
    const late_receive_transfer receives_other(in.current, other.native_handle(), second);
    co_await destroys(in, await_inside(tenon::when_any(one.receive(first), other.receive(second))));
}

}  // namespace random_programs
