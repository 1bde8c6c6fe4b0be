// SPDX-License-Identifier: BSL-1.0
#pragma once

// How a program of tasks ends, and what must hold then.

#include <memory>
#include <system_error>
#include <utility>

#include <conformance/random/rest.hpp>
#include <conformance/random/tree.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// All tasks are asked to stop, and end.
template <class Loop>
void stop_all(world<Loop>& in) {
    in.leases.clear();
    in.foreign_coroutines.clear();
    for (const auto& each : in.scopes)
        each->request_stop();
    in.current.check(in.loop->run().has_value(), "a task did not end after a stop request");
    in.leases.clear();
    in.current.check(in.current.frames == 0 && in.current.waits.empty(),
                     "a coroutine frame was not destroyed");
    in.current.check(in.pool->available() == in.pool->count(),
                     "a buffer did not return to the pool");
    in.current.check(in.current.pooled.empty(), "a lease was lost");
}
/// Runs another task, while the others go on, until it ends or the loop is stopped.
template <class Loop>
void run_another(world<Loop>& in) {
    // No task destroys this scope.
    tenon::scope stops(*in.loop);
    stops.spawn([](world<Loop>& of) -> tenon::task<void> {
        const frame_counter frame(of.current);
        static_cast<void>(co_await sleep_once(of.current, of.random.duration()));
        of.loop->stop();
    }(in));
    try {
        in.loop->run(branch(in, {0, -1}));
    } catch (int) {
    } catch (const std::system_error& error) {
        in.current.check(error.code() == std::errc::operation_canceled, "run failed");
    }
}
template <class Loop>
void close_all(world<Loop>& in) {
    in.foreign_coroutines.clear();
    in.leases.clear();
    for (auto& pair : in.streams) {
        static_cast<void>(pair.first.close().has_value());
        static_cast<void>(pair.second.close().has_value());
    }
    in.datagrams = {};
    in.stations = {};
}
/// The loop is destroyed before its scopes, with their tasks.
template <class Loop>
void destroy_loop(world<Loop>& in) {
    if (in.random.one_in(2)) {
        close_all(in);
        in.current.check(in.loop->run_ready().has_value(), "run_ready failed");
    }
    close_all(in);
    in.loop.reset();
}

template <class Loop>
void end(world<Loop>& in) {
    if (in.random.one_in(2)) {
        come_to_rest(in);
        for (const auto& each : in.scopes)
            in.current.check(!each->stop_requested() || each->empty(),
                             "a task did not end after a stop request");
    }
    switch (in.random.below(6)) {
        case 0: stop_all(in); break;
        case 1: {
            for (int which = 0; which != 3; ++which)
                if (in.random.one_in(2))
                    in.replace_scope(which);
            stop_all(in);
            break;
        }
        case 2:
            for (auto& each : in.signals)
                each.reset();
            for (auto& each : in.mailboxes)
                each.reset();
            break;
        case 3: run_another(in); break;
        case 4: destroy_loop(in); break;
        default: break;
    }
    in.foreign_coroutines.clear();
    for (auto& each : in.scopes)
        each.reset();
    in.leases.clear();
    in.current.check(in.current.frames == 0 && in.current.waits.empty(),
                     "a coroutine frame was not destroyed");
    if (in.random.one_in(2))
        in.pool.reset();
    for (const auto& each : in.mail)
        in.current.check(each->is_whole(), "a value of a channel was lost, or received twice");
}

}  // namespace random_programs
