// SPDX-License-Identifier: BSL-1.0
#pragma once

// Tasks of one operation on a socket, with its checks. Each takes limits or none.

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <conformance/random/pool_wait.hpp>
#include <conformance/random/transfer.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

using byte_vector = std::vector<std::byte>;

[[nodiscard]] inline const random_limits* first_of() noexcept {
    return nullptr;
}
[[nodiscard]] inline const random_limits* first_of(const random_limits& limits) noexcept {
    return &limits;
}

template <class Socket, class... Limits>
tenon::task<tenon::result<tenon::mutable_bytes>> receive_once(record& in, Socket& from,
                                                              tenon::mutable_bytes buffer,
                                                              const Limits&... limits) {
    const frame_counter frame(in);
    receive_transfer wait(in, first_of(limits...), from.native_handle(), buffer);
    const auto got = co_await from.receive(buffer, limits...);
    wait.end_with(got, got ? tenon::mutable_bytes(*got).size() : 0);
    if (!got)
        co_return got.why();
    co_return tenon::mutable_bytes(*got);
}
template <class Socket, class... Limits>
tenon::task<tenon::result<void>> fill(record& in, Socket& from, tenon::unfilled<>& rest,
                                      const Limits&... limits) {
    const frame_counter frame(in);
    receive_transfer wait(in, first_of(limits...), from.native_handle(), rest.rest());
    const std::size_t before = rest.done();
    const auto got = co_await from.receive_exactly(rest, limits...);
    wait.end_after(got, rest.done() - before);
    if (!got)
        co_return got.why();
    co_return tenon::result<void>();
}
template <class Socket, class... Limits>
tenon::task<tenon::result<tenon::lease>> receive_leased(record& in, Socket& from,
                                                        tenon::buffer_pool& pool,
                                                        const Limits&... limits) {
    const frame_counter frame(in);
    pool_wait wait(in, first_of(limits...), from.native_handle(), pool);
    auto got = co_await from.receive(pool, limits...);
    wait.end(got);
    co_return got;
}
template <class Socket, class... Limits>
tenon::task<tenon::result<void>> send_once(record& in, Socket& to, tenon::const_bytes data,
                                           const Limits&... limits) {
    const frame_counter frame(in);
    send_transfer wait(in, first_of(limits...), to.native_handle(), data);
    const auto sent = co_await to.send(data, limits...);
    wait.end_with(sent, sent ? *sent : 0);
    if (!sent)
        co_return sent.why();
    co_return tenon::result<void>();
}
template <class Socket, class... Limits>
tenon::task<tenon::result<void>> send_rest(record& in, Socket& to, tenon::unsent<>& rest,
                                           const Limits&... limits) {
    const frame_counter frame(in);
    send_transfer wait(in, first_of(limits...), to.native_handle(), rest.rest());
    const std::size_t before = rest.done();
    const auto sent = co_await to.send_all(rest, limits...);
    wait.end_after(sent, rest.done() - before);
    co_return sent;
}
/// Waits until `at` is readable or writable.
template <class Socket, class... Limits>
tenon::task<tenon::result<void>> until_ready(record& in, Socket& at, bool for_writing,
                                             const Limits&... limits) {
    const frame_counter frame(in);
    readiness_wait wait(in, first_of(limits...), at.native_handle(),
                        for_writing ? POLLOUT : receiving_events);
    tenon::result<void> ready;
    if (for_writing)
        ready = co_await at.writable(limits...);
    else
        ready = co_await at.readable(limits...);
    wait.end(ready);
    co_return ready;
}
template <class... Limits>
tenon::task<tenon::result<void>> sleep_once(record& in, std::chrono::nanoseconds duration,
                                            const Limits&... limits) {
    const frame_counter frame(in);
    wait_while wait(in, first_of(limits...), [] { return false; });
    const auto slept = co_await tenon::sleep(duration, limits...);
    wait.end(slept);
    co_return slept;
}
inline tenon::task<tenon::result<void>> yield_once(record& in) {
    const frame_counter frame(in);
    wait_while wait(in, nullptr, [] { return false; });
    const auto yielded = co_await tenon::yield();
    wait.end(yielded);
    co_return yielded;
}

}  // namespace random_programs
