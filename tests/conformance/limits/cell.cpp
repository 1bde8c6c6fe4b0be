// SPDX-License-Identifier: BSL-1.0

#include <conformance/limits/cell.hpp>

#include <cstdio>
#include <string>

#include <faults/helpers/asleep.hpp>
#include <faults/helpers/deadline.hpp>
#include <faults/helpers/descriptors.hpp>
#include <faults/helpers/storm.hpp>
#include <support/catch.hpp>
#include <support/switching.hpp>

namespace limit_tests {
namespace {

/// What happens to the condition that an operation waits for, such as data to receive.
enum class event {
    before,  ///< true before the operation begins
    later,   ///< true while the operation sleeps
    never,   ///< never true
    storm,   ///< never true, and 5000 signals arrive each second
    stop,    ///< never true, and a stop is requested while the operation sleeps
    both,    ///< true while the operation sleeps, and a stop is requested
};
constexpr const char* event_names[] = {"ready before", "ready later",
                                       "never ready",  "never ready, with 5000 signals a second",
                                       "stopped",      "ready later, and stopped"};
constexpr event all_events[] = {event::before, event::later, event::never,
                                event::storm,  event::stop,  event::both};

/// Whether a cell can be tested: an operation that would wait forever is not begun, and one that
/// never waits cannot be asleep.
bool is_testable(bool never_waits, const limit_case& limit, event what) noexcept {
    if (what == event::before)
        return true;
    if (never_waits)
        return false;
    switch (what) {
        case event::later:
            return limit.allows == attempts::until_deadline || limit.allows == attempts::unlimited;
        case event::never:
        case event::storm: return limit.allows != attempts::unlimited;
        default: return limit.can_be_stopped;
    }
}

/// The text of an error; "done" for 0.
std::string error_text(int error) {
    return error == 0 ? "done" : tenon::failure(error).code().message();
}

/// Counts the cells, and prints the count when the program ends.
struct cell_counter {
    int cells = 0;
    ~cell_counter() {
        std::printf("figure: %d cells of operation, limit and event executed\n", cells);
    }
};
cell_counter counter;

/// The error of an operation (0 if it succeeded), and how long it took.
struct outcome {
    int error = -1;
    std::chrono::nanoseconds took{};
};

/// Performs the operation while the event happens.
outcome perform(scenario& tested, const limit_inputs& inputs, const limit_case& limit, event what) {
    outcome seen;
    const auto attempt = [&] { seen.error = tested.attempt(limit.make(inputs)); };
    const std::chrono::nanoseconds began = monotonic();
    if (what == event::before || what == event::never) {
        attempt();
    } else if (what == event::storm) {
        const faults::storm signals;
        attempt();
    } else {
        faults::sleeper operation(attempt);
        operation.wait_until_asleep();
        if (what != event::stop)
            tested.unblock();
        if (what != event::later)
            CHECK(inputs.source.request_stop());
        operation.join();
    }
    seen.took = monotonic() - began;
    return seen;
}

void check(const outcome& seen, const limit_inputs& inputs, const limit_case& limit, event what) {
    const bool is_never_ready = what == event::never || what == event::storm;
    if (limit.allows == attempts::none)
        CHECK(error_text(seen.error) == error_text(limit.error));
    else if (what == event::before || what == event::later)
        CHECK(error_text(seen.error) == "done");
    else if (what == event::stop)
        CHECK(error_text(seen.error) == error_text(ECANCELED));
    else if (what == event::both)
        CHECK((seen.error == 0 || seen.error == ECANCELED));
    else
        CHECK(error_text(seen.error) == error_text(ETIMEDOUT));
    if (is_never_ready && limit.allows == attempts::until_deadline)
        CHECK(seen.took >= inputs.time);
    CHECK(seen.took < 10s);
}

void run_cell(const scenario_facts& facts, const limit_case& limit, event what,
              support::carrier by) {
    ++counter.cells;
    const std::string name = std::string(support::carrier_names[static_cast<int>(by)]) + ": " +
                             facts.name + ": " + limit.name + ": " +
                             event_names[static_cast<int>(what)];
    support::switching::switch_to(by);
    INFO(name);
    const faults::deadline guard(name.c_str());

    const int open_before = faults::open_descriptors();
    {
        limit_inputs inputs;
        inputs.time =
            what == event::never || what == event::storm ? 20ms : std::chrono::milliseconds(10min);
        const std::unique_ptr<scenario> tested = facts.make();
        if (what == event::before)
            tested->unblock_before();
        const outcome seen = perform(*tested, inputs, limit, what);
        check(seen, inputs, limit, what);

        // An operation that was ended by its limit can be repeated.
        if (seen.error != 0) {
            if (what == event::both)
                tested->prepare_retry();
            else if (what != event::before)
                tested->unblock_before();
            CHECK(error_text(tested->attempt()) == "done");
        }
        CHECK(tested->is_correct());
    }
    CHECK(faults::open_descriptors() == open_before);
}

/// Makes the loop of this thread open its own descriptors now, so that no cell counts them.
void open_once(support::carrier by) {
    support::switching::switch_to(by);
    auto both =
        tenon::connected_pair<tenon::datagram, tenon::unix_domain>(support::switching()).value();
    const tenon::stop_source source;
    std::byte buffer[1];
    static_cast<void>(both.first.receive(buffer, source.token(), tenon::within(1ms)));
}

}  // namespace

void run_cells(const scenario_facts& facts) {
    for (const support::carrier by : support::all_carriers) {
        open_once(by);
        for (const event what : all_events)
            for (const limit_case& limit : all_limit_cases())
                if (is_testable(facts.never_waits, limit, what) &&
                    (facts.performs || by == support::carrier::blocking))
                    run_cell(facts, limit, what, by);
    }
}

}  // namespace limit_tests
