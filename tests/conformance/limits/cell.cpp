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

namespace bounded {
namespace {

/// What happens to what an operation waits for.
enum class event {
    before,  ///< it is there
    later,   ///< it comes when the operation sleeps
    never,   ///< it does not come
    storm,   ///< it does not come, and 5000 signals a second do
    stop,    ///< it does not come, and the operation is stopped when it sleeps
    both,    ///< it comes, and the operation is stopped
};
constexpr const char* event_names[] = {"there before", "comes later",       "never comes", "never comes, in a storm",
                                       "stopped",      "comes, and stopped"};
constexpr event all_events[] = {event::before, event::later, event::never, event::storm, event::stop, event::both};

/// Whether there is anything to see: an operation that would wait for ever is not begun, one that never waits is not waited
/// for.
bool is_a_cell(bool never_waits, const limit& under, event what) noexcept {
    if (what == event::before)
        return true;
    if (never_waits)
        return false;
    switch (what) {
        case event::later: return under.allows == grace::a_while || under.allows == grace::endless;
        case event::never:
        case event::storm: return under.allows != grace::endless;
        default: return under.can_be_stopped;
    }
}

/// An error as a word.
std::string named(int error) {
    return error == 0 ? "done" : tenon::failure(error).code().message();
}

/// Says how many cells there were, when the program ends.
struct census {
    int cells = 0;
    ~census() { std::printf("figure: %d cells of operation, limit and event executed\n", cells); }
};
census counted;

/// What an operation came to.
struct outcome {
    int error = -1;
    std::chrono::nanoseconds took{};
};

/// Performs the operation while the event happens.
outcome perform(scenario& one, const given& made, const limit& under, event what) {
    outcome seen;
    const auto attempt = [&] { seen.error = one.attempt(under.of(made)); };
    const std::chrono::nanoseconds began = monotonic();
    if (what == event::before || what == event::never) {
        attempt();
    } else if (what == event::storm) {
        const faults::storm rages;
        attempt();
    } else {
        faults::sleeper operation(attempt);
        operation.wait_until_asleep();
        if (what != event::stop)
            one.unblock();
        if (what != event::later)
            CHECK(made.source.request_stop());
        operation.join();
    }
    seen.took = monotonic() - began;
    return seen;
}

void check(const outcome& seen, const given& made, const limit& under, event what) {
    const bool nothing_comes = what == event::never || what == event::storm;
    if (under.allows == grace::none)
        CHECK(named(seen.error) == named(under.error));
    else if (what == event::before || what == event::later)
        CHECK(named(seen.error) == "done");
    else if (what == event::stop)
        CHECK(named(seen.error) == named(ECANCELED));
    else if (what == event::both)
        CHECK((seen.error == 0 || seen.error == ECANCELED));
    else
        CHECK(named(seen.error) == named(ETIMEDOUT));
    if (nothing_comes && under.allows == grace::a_while)
        CHECK(seen.took >= made.time);
    CHECK(seen.took < 10s);
}

void run_cell(const act_facts& facts, const limit& under, event what, support::carrier by) {
    ++counted.cells;
    const std::string name = std::string(support::carrier_names[static_cast<int>(by)]) + ": " + facts.name + ": " + under.name +
                             ": " + event_names[static_cast<int>(what)];
    support::switching::switch_to(by);
    INFO(name);
    const faults::deadline guard(name.c_str());

    const int open_before = faults::open_descriptors();
    {
        given made;
        made.time = what == event::never || what == event::storm ? 20ms : std::chrono::milliseconds(10min);
        const std::unique_ptr<scenario> one = facts.make();
        if (what == event::before)
            one->unblock_first();
        const outcome seen = perform(*one, made, under, what);
        check(seen, made, under, what);

        // What was ended by its limit can be done still.
        if (seen.error != 0) {
            if (what == event::both)
                one->begin_again();
            else if (what != event::before)
                one->unblock_first();
            CHECK(named(one->attempt()) == "done");
        }
        CHECK(one->holds());
    }
    CHECK(faults::open_descriptors() == open_before);
}

/// What the loop of this thread opens once it opens here, and not while a cell counts what is open.
void open_once(support::carrier by) {
    support::switching::switch_to(by);
    auto both = tenon::connected_pair<tenon::datagram, tenon::unix_domain>(support::switching()).value();
    const tenon::stop_source source;
    std::byte buffer[1];
    static_cast<void>(both.first.receive(buffer, source.token(), tenon::within(1ms)));
}

}  // namespace

void run_cells(const act_facts& facts) {
    for (const support::carrier by : support::all_carriers) {
        open_once(by);
        for (const event what : all_events)
            for (const limit& under : all_limits())
                if (is_a_cell(facts.never_waits, under, what) && (facts.performs || by == support::carrier::blocking))
                    run_cell(facts, under, what, by);
    }
}

}  // namespace bounded
