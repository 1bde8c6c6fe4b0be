// SPDX-License-Identifier: BSL-1.0
#pragma once

// One cell: an operation under a limit, while something happens or nothing does.

#include <string>

#include <faults/helpers/asleep.hpp>
#include <faults/helpers/deadline.hpp>
#include <faults/helpers/descriptors.hpp>
#include <faults/helpers/storm.hpp>
#include <limits/term.hpp>
#include <support/catch.hpp>

namespace bounded {

/// What happens to what an operation waits for.
enum class event {
    before,  ///< it is there
    later,   ///< it comes when the operation sleeps
    never,   ///< it does not come
    storm,   ///< it does not come, and 5000 signals a second do
    stop,    ///< it does not come, and the operation is stopped when it sleeps
    both,    ///< it comes, and the operation is stopped
};
inline constexpr const char* event_names[] = {"there before", "comes later",       "never comes", "never comes, in a storm",
                                              "stopped",      "comes, and stopped"};
inline constexpr event all_events[] = {event::before, event::later, event::never, event::storm, event::stop, event::both};

/// Whether there is anything to see: an operation that would wait for ever is not begun, one that never waits is not waited
/// for.
template <class Act, class Limit>
constexpr bool is_a_cell(event what) noexcept {
    if (what == event::before)
        return true;
    if (Act::never_waits)
        return false;
    switch (what) {
        case event::later: return Limit::allows == grace::a_while || Limit::allows == grace::endless;
        case event::never:
        case event::storm: return Limit::allows != grace::endless;
        default: return Limit::can_be_stopped;
    }
}

/// An error as a word.
inline std::string named(int error) {
    return error == 0 ? "done" : tenon::failure(error).code().message();
}

/// Says how many cells there were, when the program ends.
struct census {
    int cells = 0;
    ~census() { std::printf("figure: %d cells of operation, limit and event executed\n", cells); }
};
inline census counted;

/// An act is an operation on sockets of its own, on which nothing is there that it waits for:
/// - `attempt(limits…)` performs it, and gives its error;
/// - `relieve()` lets come what it waits for; `relieve_first()` does it before the operation begins;
/// - `begin_again()`, optional: what came for an attempt that was ended is gone with it, and comes anew;
/// - `holds()` says, when an attempt has succeeded, that all is as it should be: nothing lost, nothing doubled.
template <class Act, class Limit>
void run_cell(event what) {
    if (!is_a_cell<Act, Limit>(what))
        return;
    ++counted.cells;
    const std::string name = std::string(Act::name) + ": " + Limit::name + ": " + event_names[static_cast<int>(what)];
    INFO(name);
    const faults::deadline guard(name.c_str());

    const bool nothing_comes = what == event::never || what == event::storm;
    const int open_before = faults::open_descriptors();
    {
        given made;
        made.time = nothing_comes ? 20ms : std::chrono::milliseconds(10min);
        Act act;
        if (what == event::before)
            act.relieve_first();
        const auto perform = [&] { return Limit::to(made, [&](const auto&... bounds) { return act.attempt(bounds...); }); };

        int error = -1;
        const std::chrono::nanoseconds began = monotonic();
        if (what == event::before || what == event::never) {
            error = perform();
        } else if (what == event::storm) {
            const faults::storm rages;
            error = perform();
        } else {
            faults::sleeper operation([&] { error = perform(); });
            operation.wait_until_asleep();
            if (what != event::stop)
                act.relieve();
            if (what != event::later)
                CHECK(made.source.request_stop());
            operation.join();
        }
        const std::chrono::nanoseconds took = monotonic() - began;

        if (Limit::allows == grace::none)
            CHECK(named(error) == named(Limit::error));
        else if (what == event::before || what == event::later)
            CHECK(named(error) == "done");
        else if (what == event::stop)
            CHECK(named(error) == named(ECANCELED));
        else if (what == event::both)
            CHECK((error == 0 || error == ECANCELED));
        else
            CHECK(named(error) == named(ETIMEDOUT));
        if (nothing_comes && Limit::allows == grace::a_while)
            CHECK(took >= made.time);
        CHECK(took < 10s);

        // What was ended by its limit can be done still.
        if (error != 0) {
            if (what == event::both) {
                if constexpr (requires { act.begin_again(); })
                    act.begin_again();
            } else if (what != event::before) {
                act.relieve_first();
            }
            CHECK(named(act.attempt()) == "done");
        }
        CHECK(act.holds());
    }
    CHECK(faults::open_descriptors() == open_before);
}

template <class Act, class... Limits>
void run_under(limit_list<Limits...>) {
    for (const event what : all_events)
        (run_cell<Act, Limits>(what), ...);
}

/// All cells of those of the acts that apply to a pair.
template <class... Acts>
void run_acts() {
    const auto each = [&]<class Act>() {
        if constexpr (Act::applies)
            run_under<Act>(all_limits());
    };
    (each.template operator()<Acts>(), ...);
}

}  // namespace bounded
