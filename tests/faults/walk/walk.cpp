// SPDX-License-Identifier: BSL-1.0

// Runs every operation once to count its calls, and then once for each call and each way in which
// the call can fail or transfer less than requested. rules.hpp has the expected errors; the
// scenarios check the state afterwards. No descriptor may stay open.

#include <cstdio>
#include <map>
#include <string>
#include <support/catch.hpp>
#include <support/pairs.hpp>
#include <vector>

#include "../helpers/deadline.hpp"
#include "../helpers/descriptors.hpp"
#include "../helpers/network_namespace.hpp"
#include "errors.hpp"
#include "pairs.hpp"
#include "rules.hpp"
#include "trial.hpp"

namespace faults {
namespace {

using tenon::os::fault;

/// The number of faults of each call.
using tally = std::map<call_name, int>;

[[nodiscard]] std::error_code code_of(int number) {
    return number == unaffected ? std::error_code() : tenon::failure(number).code();
}

/// The expected error of an operation. There are two if the order of two events decides.
struct expectation {
    std::error_code one;
    std::error_code other = one;
};

/// Runs a scenario, and looks for descriptors that are still open. Returns a description of all
/// failures.
[[nodiscard]] std::string failures_of(const scenario& one, trial& t, const expectation& expected) {
    std::string failures;
    ledger::reset();
    const int before = open_descriptors();
    try {
        one.run(t);
    } catch (const std::exception& error) {
        failures += std::string("\n  threw ") + error.what();
    }
    t.end();
    for (const std::string& failure : t.failures())
        failures += "\n  is false: " + failure;
    if (t.error() != expected.one && t.error() != expected.other)
        failures +=
            "\n  error is \"" + t.error().message() + "\", not \"" + expected.one.message() + '"';
    if (ledger::still_open() != 0 || open_descriptors() != before)
        failures += "\n  a descriptor is left open";
    if (ledger::invalid_closes() != 0)
        failures += "\n  a descriptor is closed that is not open";
    return failures;
}

/// Returns a description of a fault.
[[nodiscard]] std::string described(const fault& planned, const char* call) {
    std::string text = std::string(call) + " number " + std::to_string(planned.after) + ": ";
    if (planned.error != 0)
        text += '"' + code_of(planned.error).message() + '"';
    else if (planned.at_most != fault::all)
        text += "at most " + std::to_string(planned.at_most);
    if (planned.before_call == advance_clock)
        text += " after a long time";
    else if (planned.before_call == request_stop)
        text += " after a stop request";
    return text + " × " + std::to_string(planned.times) +
           (planned.carried_out ? ", carried out" : "");
}

/// Walks the scenarios of one pair.
class walker {
public:
    walker(const char* pair, tally& applied) : pair_(pair), applied_(applied) {}

    void walk(const scenario& one) {
        trial whole;
        check_run(one, whole, {code_of(one.expected)}, "without a fault");
        for (const call_facts& facts : facts_of_calls)
            for (int position = 0; position != whole.spent().seen(facts.call); ++position)
                fail(one, facts, position, whole.spent());
    }

    [[nodiscard]] int points() const noexcept { return points_; }
    /// The number of points at which a deadline ended the operation.
    [[nodiscard]] int timed_out() const noexcept { return timed_out_; }
    /// The number of points at which a stop request ended the operation.
    [[nodiscard]] int stopped() const noexcept { return stopped_; }
    /// The number of endless faults that a limit ended.
    [[nodiscard]] int endless() const noexcept { return endless_; }

private:
    void fail(const scenario& one, const call_facts& facts, int position,
              const tenon::os::fault_plan& whole) {
        const call_name call = facts.call;
        for (const int error : facts.errors)
            fail_once_and_repeatedly(one, facts, error, position, whole);
        // A shortage that lasts for several calls.
        if (call == call_name::accept && one.name == "iterate")
            for (const int error : {EMFILE, ENFILE, ENOBUFS, ENOMEM})
                point(one, facts, {call, error, fault::all, position, 3});
        if (facts.interruptible) {
            fail_once_and_repeatedly(one, facts, EINTR, position, whole);
            point(one, facts, {call, EINTR, fault::all, position, 3});
        }
        // After EINTR or EINPROGRESS the attempt goes on, and is awaited. After a refusal there is
        // no attempt.
        if (call == call_name::connect && one.expected != ECONNREFUSED)
            for (const int error : {EINTR, EINPROGRESS})
                point(one, facts, {call, error, fault::all, position, 1, true});
        // A descriptor that is already registered.
        if (call == call_name::epoll_control)
            point(one, facts, {call, EEXIST, fault::all, position, 1, true});
        if (facts.transfers_bytes)
            shorten(one, facts, position, whole);
        if (call == call_name::poll_any ||
            (call == call_name::poll && !tenon::waits<driver_under_test>))
            point(one, facts, {call, 0, 0, position});
        if (whole.seen(call_name::now) != 0) {
            run_with_limit(one, facts, {call, 0, fault::all, position, 1, false, advance_clock});
            if (call == call_name::poll_any) {
                run_with_limit(one, facts, {call, 0, 0, position, 1, false, advance_clock});
                // No event comes before the deadline.
                run(one, facts, {code_of(ETIMEDOUT)},
                    {call, 0, 0, position, -1, false, advance_clock});
            }
        }
        // Not for close(2): after a stop request the stop source is replaced, and its new
        // descriptor could get the number of the one that was closed.
        if (call != call_name::close &&
            ((under_test & drivers::limits) != 0 || one.name.starts_with("wait_any: "))) {
            run_with_limit(one, facts, {call, 0, fault::all, position, 1, false, request_stop});
            if (call == call_name::poll_any)
                run_with_limit(one, facts, {call, 0, 0, position, 1, false, request_stop});
        }
    }

    /// Makes a call fail once, and if the operation repeats the call, many times. Under limits,
    /// makes it fail endlessly: the operation ends by its limit. The operation makes no call beyond
    /// the faulty ones.
    void fail_once_and_repeatedly(const scenario& one, const call_facts& facts, int error,
                                  int position, const tenon::os::fault_plan& whole) {
        const call_name call = facts.call;
        const int calls = point(one, facts, {call, error, fault::all, position});
        if (error_for_caller(call, error, position, one.name, pair_) != unaffected ||
            calls != whole.seen(call) + 1)
            return;
        // (After EAGAIN the driver backs off.)
        const int times = error == EAGAIN ? 10 : 100;
        const int repeated_calls = point(one, facts, {call, error, fault::all, position, times});
        // (A loop may query the end of a socket that is shut down once more.)
        check_number_of_calls(
            one, facts, whole.seen(call) + times + ((under_test & drivers::loops) != 0 ? 1 : 0),
            repeated_calls);
        // (On a socket that is shut down, EAGAIN ends the operation.)
        if ((under_test & drivers::limits) == 0 || whole.seen(call_name::now) == 0 ||
            repeated_calls != whole.seen(call) + times)
            return;
        ++endless_;
        // The operation begins before the limit, and may make one more attempt. A loop reads the
        // clock once a turn, so it may make all attempts of a turn. A range over a listener ends
        // without an error if its stop is requested.
        const int attempts_per_turn = (under_test & drivers::loops) != 0 ? 64 : 1;
        const auto check_endless = [&](int seen, void (*before_call)()) {
            const fault repeated = {call, error, fault::all, position, -1, false, before_call};
            check_number_of_calls(one, facts, position + attempts_per_turn + 1,
                                  run(one, facts, {code_of(seen)}, repeated));
        };
        check_endless(ETIMEDOUT, advance_clock);
        check_endless(one.name == "iterate" ? unaffected : ECANCELED, request_stop);
    }

    void check_number_of_calls(const scenario& one, const call_facts& facts, int most, int calls) {
        INFO(pair_ << ": " << one.name << ": " << facts.name << " is called " << calls
                   << " times, and may be called " << most << " times");
        CHECK(calls <= most);
    }

    /// The shortest packet that the kernel sends: for ICMP the type and the code, for ICMPv6 the
    /// checksum too, for an echo request the whole header.
    [[nodiscard]] std::size_t least_bytes() const noexcept {
        const std::string_view pair = pair_;
        if (pair.starts_with("icmp_echo"))
            return 8;
        return pair == "icmp over ipv6" ? 4 : pair == "icmp over ipv4" ? 2 : 1;
    }

    /// Makes a call transfer fewer bytes than requested, then this call and all that follow, then a
    /// short count followed by another fault.
    void shorten(const scenario& one, const call_facts& facts, int position,
                 const tenon::os::fault_plan& whole) {
        const call_name call = facts.call;
        const std::size_t least = least_bytes();
        for (std::size_t bytes = least; bytes <= payload.size(); ++bytes) {
            point(one, facts, {call, 0, bytes, position});
            const fault shorter = {call, 0, bytes, position, -1};
            const int calls = point(one, facts, shorter);
            if (calls <= whole.seen(call))
                continue;
            for (const int times : {1, 3})
                point(one, facts, {call, EINTR, fault::all, position + 1, times}, shorter);
            for (const int error : {ECONNRESET, ENOMEM, EAGAIN})
                point(one, facts, {call, error, fault::all, position + 1}, shorter);
            // Every other call is interrupted.
            point(one, facts, {call, EINTR, fault::all, position},
                  fault{call, EINTR, fault::all, position + 2}, shorter);
            if ((under_test & drivers::limits) != 0)
                for (const auto before_call : {advance_clock, request_stop}) {
                    run_with_limit(one, facts, {call, 0, bytes, position, 1, false, before_call},
                                   shorter);
                    run_with_limit(one, facts,
                                   {call, EAGAIN, fault::all, position + 1, 1, false, before_call},
                                   shorter);
                }
        }
    }

    /// Runs a scenario with faults of one call. The first fault decides the expected error. Returns
    /// the number of calls.
    template <class... Faults>
    int point(const scenario& one, const call_facts& facts, const fault& first,
              const Faults&... others) {
        int seen = first.carried_out && first.error != EINPROGRESS
                       ? unaffected
                       : error_for_caller(first.call, first.error, first.after, one.name, pair_);
        if (seen == impossible)
            return 0;
        if (seen == unaffected)
            seen = one.expected;
        return run(one, facts, {code_of(seen == success ? unaffected : seen)}, first, others...);
    }

    /// epoll(7) reports an edge once. After a fault that returns EAGAIN on a ready descriptor, or
    /// fewer bytes than there are, there has to be another edge.
    [[nodiscard]] static fault with_new_edge(fault planned) noexcept {
        if (under_test == drivers::epoll_loop &&
            (planned.error == EAGAIN || planned.at_most != fault::all) &&
            planned.before_call == nullptr)
            planned.before_call = renew_edges;
        return planned;
    }

    /// Runs a scenario with a fault at which the limit is reached: the operation ends by it, or is
    /// done before.
    template <class... Faults>
    void run_with_limit(const scenario& one, const call_facts& facts, const fault& first,
                        const Faults&... others) {
        const int limit = first.before_call == advance_clock ? ETIMEDOUT : ECANCELED;
        run(one, facts, {code_of(one.expected), code_of(limit)}, first, others...);
    }

    template <class... Faults>
    int run(const scenario& one, const call_facts& facts, const expectation& expected,
            const fault& first, const Faults&... others) {
        trial t(with_new_edge(first), with_new_edge(others)...);
        std::string description = described(first, facts.name);
        ((description += ", " + described(others, facts.name)), ...);
        check_run(one, t, expected, description);
        if (t.spent().applied(0) == 0) {
            INFO(pair_ << ": " << one.name << ": " << description);
            CHECK(t.spent().applied(0) > 0);
        }
        applied_[facts.call] += t.spent().applied();
        timed_out_ +=
            first.before_call == advance_clock && t.error() == std::errc::timed_out ? 1 : 0;
        stopped_ +=
            first.before_call == request_stop && t.error() == std::errc::operation_canceled ? 1 : 0;
        ++points_;
        return t.spent().seen(facts.call);
    }

    void check_run(const scenario& one, trial& t, const expectation& expected,
                   const std::string& description) {
        const std::string name = std::string(pair_) + ": " + one.name + ": " + description;
        const deadline guard(name.c_str());
        const std::string failures = failures_of(one, t, expected);
        if (!failures.empty()) {
            INFO(name << failures);
            CHECK(failures.empty());
        }
    }

    const char* pair_;
    tally& applied_;
    int points_ = 0;
    int timed_out_ = 0;
    int stopped_ = 0;
    int endless_ = 0;
};

/// Sockets of a loop have no `wait_any`, and its listeners are not ranges.
[[nodiscard]] bool exists_under_test(std::string_view scenario) noexcept {
    return (under_test & drivers::loops) == 0 ||
           !(scenario.starts_with("wait_any") || scenario == "iterate");
}

/// A part of the walk: a pair, or the calls without a socket.
struct walk_part {
    std::string name;
    scenarios (*all)();
    bool is_raw = false;
    bool is_echo = false;
};

/// Returns each legal pair that no other pair represents.
std::vector<walk_part> all_parts() {
    std::vector<walk_part> parts = {{"no socket", machine_scenarios},
                                    {"tcp over ipv4, layers", layer_scenarios}};
    support::for_each_pair([&]<class Protocol, class Family>(support::pair<Protocol, Family>,
                                                             const char* protocol,
                                                             const char* family) {
        using pair = support::pair<Protocol, Family>;
        if constexpr (std::same_as<typename support::represented<pair>::by, pair>)
            parts.push_back({std::string(protocol) + " over " + family,
                             scenarios_of<Protocol, Family>, tenon::receives_unbound<Protocol>,
                             std::same_as<Protocol, tenon::icmp_echo>});
    });
    return parts;
}

void walk_under(const char* driver) {
    const std::vector<walk_part> parts = all_parts();
    // Thousands of connections stay in TIME_WAIT for a minute, so the walk uses a network namespace
    // if it may.
    const bool has_network_namespace = may_enter_network_namespace() && enter_network_namespace();
    static_cast<void>(has_network_namespace &&
                      write_network_setting("net/ipv4/ping_group_range", "0 0"));
    REQUIRE((!has_network_namespace || add_broadcast_to_loopback()));
    const bool can_open_icmp_echo = tenon::open<tenon::icmp_echo, tenon::ipv4>().has_value();
    const bool can_open_raw = tenon::open<tenon::icmp, tenon::ipv4>().has_value();
    stopper::reset();
    tally applied;
    int points = 0;
    int timed_out = 0;
    int stopped = 0;
    int endless = 0;
    for (const auto& [part, all, is_raw, is_echo] : parts) {
        if (is_echo && !can_open_icmp_echo) {
            support::report_skipped(std::string(driver) + ' ' + part,
                                    "needs a group in ping_group_range");
            continue;
        }
        if (is_raw && !can_open_raw) {
            support::report_skipped(std::string(driver) + ' ' + part, "needs CAP_NET_RAW");
            continue;
        }
        walker through(part.c_str(), applied);
        scenarios every = all();
        std::erase_if(every, [](const scenario& one) { return !exists_under_test(one.name); });
        for (const scenario& one : every)
            through.walk(one);
        std::printf("%s: %-22s %3zu operations, %5d points\n", driver, part.c_str(), every.size(),
                    through.points());
        points += through.points();
        timed_out += through.timed_out();
        stopped += through.stopped();
        endless += through.endless();
    }
    std::printf("%s: %d points\n", driver, points);
    std::printf("%s: of these %d ended by a deadline, %d by a stop request\n", driver, timed_out,
                stopped);
    std::printf("%s: %d endless faults\n", driver, endless);
    CHECK((endless > 0) == ((under_test & drivers::limits) != 0));
    CHECK(timed_out > 0);
    CHECK(stopped > 0);
    // Each call must have had a fault: otherwise no scenario makes it.
    for (const call_facts& facts : facts_of_calls) {
        INFO(facts.name);
        if (facts.needs_network_namespace && !has_network_namespace)
            continue;
        CHECK((applied[facts.call] > 0) == ((facts.walked_under & under_test) != 0));
    }
}

}  // namespace
}  // namespace faults

TEST_CASE(
    "operations: each call fails in each way, the caller sees the expected error and no descriptor is lost",
    "[walk]") {
    // Line by line, so that the output is complete if a scenario hangs.
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    for (const faults::walked_driver& one : faults::walked_drivers)
        DYNAMIC_SECTION(one.name) {
            faults::begin_walk_under(one.driver);
            faults::walk_under(one.name);
        }
}
