// SPDX-License-Identifier: BSL-1.0
#pragma once

// Trees of tasks: what awaits several at once, and scopes.

#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

#include <conformance/random/at_once.hpp>
#include <conformance/random/disturbances.hpp>
#include <conformance/random/halves.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// The place of a task: how many tasks contain it, and which scope of the program.
struct place {
    int depth;
    int scope;
    [[nodiscard]] place inner() const noexcept { return {depth + 1, scope}; }
};

template <class Loop>
tenon::task<void> branch(world<Loop>& in, place at);

/// A task from which no exception leaves.
template <class Loop>
tenon::task<void> caught(world<Loop>& in, place at) {
    const frame_counter frame(in.current);
    try {
        co_await branch(in, at);
    } catch (int) {
    }
}
/// Waits for the tasks of a scope.
inline tenon::task<void> join(record& in, tenon::scope& all) {
    const frame_counter frame(in);
    wait_while wait(in, nullptr, [&] { return !all.empty(); });
    co_await all.join();
    wait.end();
}
/// Waits for the tasks of a scope of the program, which may be destroyed meanwhile. It is a later
/// one than that of the task, since scopes that wait for each other never end.
template <class Loop>
tenon::task<void> join_later(world<Loop>& in, place at) {
    const frame_counter frame(in.current);
    const auto which = static_cast<std::size_t>(at.scope + 1);
    if (which >= in.scopes.size())
        co_return;
    const int replacements = in.replacements[which];
    wait_while wait(in.current, nullptr, [&in, which, replacements] {
        return in.replacements[which] == replacements && !in.scopes[which]->empty();
    });
    co_await in.scopes[which]->join();
    wait.end();
}
template <class Loop>
tenon::task<void> in_with_scope(world<Loop>& in, place at) {
    const frame_counter frame(in.current);
    co_await tenon::with_scope([&in, at](tenon::scope& all) -> tenon::task<void> {
        const frame_counter inner_frame(in.current);
        for (int count = 0; count != 3; ++count)
            all.spawn(branch(in, at.inner()));
        if (in.random.one_in(2))
            static_cast<void>(co_await leaf(in));
        if (in.random.one_in(3))
            all.request_stop();
        if (in.random.one_in(3))
            co_await join(in.current, all);
    });
}
/// A scope of the task, which waits for it for a while, or for its end, or destroys it.
template <class Loop>
tenon::task<void> in_own_scope(world<Loop>& in, place at) {
    const frame_counter frame(in.current);
    tenon::scope own(*in.loop);
    own.spawn(caught(in, at.inner()));
    static_cast<void>(co_await tenon::when_any(join(in.current, own),
                                               sleep_once(in.current, in.random.duration())));
    if (in.random.one_in(2))
        co_await join(in.current, own);
}
template <class Loop>
tenon::task<void> shielded_part(world<Loop>& in, std::chrono::nanoseconds duration) {
    const frame_counter frame(in.current);
    const random_limits limits(duration);
    std::array<std::byte, 8> buffer;
    static_cast<void>(
        co_await receive_once(in.current, in.one_stream(), tenon::mutable_bytes(buffer), limits));
    static_cast<void>(co_await sleep_once(in.current, duration));
}

/// Some tasks one after the other, each of which may have several at once in it.
template <class Loop>
tenon::task<void> branch(world<Loop>& in, place at) {
    const frame_counter frame(in.current);
    for (int count = 1 + in.random.below(3); count-- != 0;) {
        try {
            switch (at.depth > 2 ? 0 : in.random.below(16)) {
                case 5:
                    static_cast<void>(co_await tenon::when_all(leaf(in), branch(in, at.inner())));
                    break;
                case 6:
                    static_cast<void>(
                        co_await tenon::when_any(leaf(in), branch(in, at.inner()), leaf(in)));
                    break;
                case 7: co_await operations_at_once(in); break;
                case 8: co_await operations_of_destroyed(in); break;
                case 9:
                    static_cast<void>(co_await tenon::when_all(operations_at_once(in), leaf(in)));
                    break;
                case 10: co_await in_with_scope(in, at); break;
                case 11: co_await in_own_scope(in, at); break;
                case 12: co_await tenon::shielded(shielded_part(in, in.random.duration())); break;
                case 13: co_await halves(in); break;
                case 14: co_await join_later(in, at); break;
                case 15: disturb(in, at.scope); break;
                default: static_cast<void>(co_await leaf(in));
            }
        } catch (int) {
            if (in.random.one_in(3))
                throw;
        }
    }
}

}  // namespace random_programs
