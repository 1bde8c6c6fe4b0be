// SPDX-License-Identifier: BSL-1.0

// Every operation is run once to see which calls it makes; then once for each of them and each way in which it can fail, or
// do less than was hoped. What the caller is to see is said by rules.hpp, what has to hold afterwards by the scenarios. Nothing
// may stay open.

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

/// How often each call was made to fail.
using tally = std::map<call_name, int>;

[[nodiscard]] std::error_code code_of(int number) {
    return number == as_ever ? std::error_code() : tenon::failure(number).code();
}

/// What the caller may see: one of two, where it depends on who is faster.
struct expectation {
    std::error_code one;
    std::error_code other = one;
};

/// Runs a scenario and looks for what it left behind; gives what was wrong.
[[nodiscard]] std::string wrongs_of(const scenario& one, trial& t, const expectation& expected) {
    std::string wrongs;
    ledger::begin_again();
    const int before = open_descriptors();
    try {
        one.run(t);
    } catch (const std::exception& error) {
        wrongs += std::string("\n  threw ") + error.what();
    }
    t.end();
    for (const std::string& wrong : t.wrongs())
        wrongs += "\n  does not hold: " + wrong;
    if (t.error() != expected.one && t.error() != expected.other)
        wrongs += "\n  says \"" + t.error().message() + "\", and not \"" + expected.one.message() + '"';
    if (ledger::still_open() != 0 || open_descriptors() != before)
        wrongs += "\n  a descriptor is left open";
    if (ledger::strays() != 0)
        wrongs += "\n  a descriptor is closed that is not open";
    return wrongs;
}

/// One fault in words.
[[nodiscard]] std::string described(const fault& planned, const char* call) {
    std::string how = std::string(call) + " number " + std::to_string(planned.after) + ": ";
    if (planned.error != 0)
        how += '"' + code_of(planned.error).message() + '"';
    else if (planned.at_most != fault::all)
        how += "at most " + std::to_string(planned.at_most);
    if (planned.happens == time_passes)
        how += " after a long time";
    else if (planned.happens == stop_is_requested)
        how += " after a request to stop";
    return how + " × " + std::to_string(planned.times) + (planned.carried_out ? ", carried out" : "");
}

/// The walk through one pair.
class walker {
public:
    walker(const char* pair, tally& applied) : pair_(pair), applied_(applied) {}

    void walk(const scenario& one) {
        trial whole;
        look(one, whole, {code_of(one.expected)}, "without a fault");
        for (const call_facts& facts : facts_of_calls)
            for (int position = 0; position != whole.spent().seen(facts.call); ++position)
                fail(one, facts, position, whole.spent());
    }

    [[nodiscard]] int points() const noexcept { return points_; }
    /// In how many of them a limit was what ended the operation.
    [[nodiscard]] int late() const noexcept { return late_; }
    [[nodiscard]] int stopped() const noexcept { return stopped_; }
    /// How many failures without an end were ended by a limit.
    [[nodiscard]] int lasting() const noexcept { return lasting_; }

private:
    void fail(const scenario& one, const call_facts& facts, int position, const tenon::os::fault_plan& whole) {
        const call_name call = facts.call;
        for (const int error : facts.errors)
            once_and_for_ever(one, facts, error, position, whole);
        // A shortage that lasts.
        if (call == call_name::accept && one.name == "iterate")
            for (const int error : {EMFILE, ENFILE, ENOBUFS, ENOMEM})
                point(one, facts, {call, error, fault::all, position, 3});
        if (facts.interruptible) {
            once_and_for_ever(one, facts, EINTR, position, whole);
            point(one, facts, {call, EINTR, fault::all, position, 3});
        }
        // Interrupted or not, the attempt goes on, and is awaited. What was refused at once has none that goes on.
        if (call == call_name::connect && one.expected != ECONNREFUSED)
            for (const int error : {EINTR, EINPROGRESS})
                point(one, facts, {call, error, fault::all, position, 1, true});
        // A registration that was there before.
        if (call == call_name::epoll_control)
            point(one, facts, {call, EEXIST, fault::all, position, 1, true});
        if (facts.carries)
            cut(one, facts, position, whole);
        if (call == call_name::poll_any || (call == call_name::poll && !tenon::waits<driver_under_test>))
            point(one, facts, {call, 0, 0, position});
        if (whole.seen(call_name::now) != 0) {
            hurried(one, facts, {call, 0, fault::all, position, 1, false, time_passes});
            if (call == call_name::poll_any) {
                hurried(one, facts, {call, 0, 0, position, 1, false, time_passes});
                // What is waited for does not come in time.
                run(one, facts, {code_of(ETIMEDOUT)}, {call, 0, 0, position, -1, false, time_passes});
            }
        }
        // (The source that comes after one that was asked has a new descriptor: it must not be the one that was closed.)
        if (call != call_name::close && ((under_test & drivers::limits) != 0 || one.name.starts_with("wait_any: "))) {
            hurried(one, facts, {call, 0, fault::all, position, 1, false, stop_is_requested});
            if (call == call_name::poll_any)
                hurried(one, facts, {call, 0, 0, position, 1, false, stop_is_requested});
        }
    }

    /// A call fails once; and if the operation makes it again, as if that never ended. Then the operation goes on to its limit,
    /// and without one as long as the fault lasts. Either way it makes no call that is not answered by the fault.
    void once_and_for_ever(const scenario& one, const call_facts& facts, int error, int position,
                           const tenon::os::fault_plan& whole) {
        const call_name call = facts.call;
        const int calls = point(one, facts, {call, error, fault::all, position});
        if (seen_of(call, error, position, one.name, pair_) != as_ever || calls != whole.seen(call) + 1)
            return;
        // (After EAGAIN there are pauses, which grow.)
        const int times = error == EAGAIN ? 10 : 100;
        const int made = point(one, facts, {call, error, fault::all, position, times});
        // (A loop may ask once more whether what is shut down has ended.)
        bounded(one, facts, whole.seen(call) + times + ((under_test & drivers::loops) != 0 ? 1 : 0), made);
        // (Of what is shut down, EAGAIN is the end.)
        if ((under_test & drivers::limits) == 0 || whole.seen(call_name::now) == 0 || made != whole.seen(call) + times)
            return;
        ++lasting_;
        // It begins before the limit, and may make one more attempt; under a loop, which looks at the time once a turn, as many
        // as the loop makes without one. A range over a listener ends when it is stopped.
        const int in_a_row = (under_test & drivers::loops) != 0 ? 64 : 1;
        const auto lasting = [&](int seen, void (*happens)()) {
            const fault for_ever = {call, error, fault::all, position, -1, false, happens};
            bounded(one, facts, position + in_a_row + 1, run(one, facts, {code_of(seen)}, for_ever));
        };
        lasting(ETIMEDOUT, time_passes);
        lasting(one.name == "iterate" ? as_ever : ECANCELED, stop_is_requested);
    }

    void bounded(const scenario& one, const call_facts& facts, int most, int calls) {
        INFO(pair_ << ": " << one.name << ": " << facts.name << " is called " << calls << " times, of " << most << " at most");
        CHECK(calls <= most);
    }

    /// Of ICMP the kernel reads the type and the code before it sends, over IPv6 it finds space for the checksum too; of a
    /// request for an echo it wants the whole header.
    [[nodiscard]] std::size_t least_bytes() const noexcept {
        const std::string_view pair = pair_;
        if (pair.starts_with("icmp_echo"))
            return 8;
        return pair == "icmp over ipv6" ? 4 : pair == "icmp over ipv4" ? 2 : 1;
    }

    /// A call carries fewer bytes; so do all that follow; and between them something else goes wrong.
    void cut(const scenario& one, const call_facts& facts, int position, const tenon::os::fault_plan& whole) {
        const call_name call = facts.call;
        const std::size_t least = least_bytes();
        for (std::size_t bytes = least; bytes <= words.size(); ++bytes) {
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
            point(one, facts, {call, EINTR, fault::all, position}, fault{call, EINTR, fault::all, position + 2}, shorter);
            if ((under_test & drivers::limits) != 0)
                for (const auto happens : {time_passes, stop_is_requested}) {
                    hurried(one, facts, {call, 0, bytes, position, 1, false, happens}, shorter);
                    hurried(one, facts, {call, EAGAIN, fault::all, position + 1, 1, false, happens}, shorter);
                }
        }
    }

    /// One way through a scenario, with faults of one call; the first says what the caller is to see. Gives how often the call
    /// was made.
    template <class... Faults>
    int point(const scenario& one, const call_facts& facts, const fault& first, const Faults&... others) {
        int seen = first.carried_out && first.error != EINPROGRESS
                       ? as_ever
                       : seen_of(first.call, first.error, first.after, one.name, pair_);
        if (seen == impossible)
            return 0;
        if (seen == as_ever)
            seen = one.expected;
        return run(one, facts, {code_of(seen == nothing ? as_ever : seen)}, first, others...);
    }

    /// epoll(7) reports an edge once. What returns EAGAIN though it is ready, or less than there is, has to have another.
    [[nodiscard]] static fault of_an_edge(fault planned) noexcept {
        if (under_test == drivers::epoll_loop && (planned.error == EAGAIN || planned.at_most != fault::all) &&
            planned.happens == nullptr)
            planned.happens = edges_are_renewed;
        return planned;
    }

    /// The same where an operation comes to its limit, if it is not done by then.
    template <class... Faults>
    void hurried(const scenario& one, const call_facts& facts, const fault& first, const Faults&... others) {
        const int limit = first.happens == time_passes ? ETIMEDOUT : ECANCELED;
        run(one, facts, {code_of(one.expected), code_of(limit)}, first, others...);
    }

    template <class... Faults>
    int run(const scenario& one, const call_facts& facts, const expectation& expected, const fault& first,
            const Faults&... others) {
        trial t(of_an_edge(first), of_an_edge(others)...);
        std::string how = described(first, facts.name);
        ((how += ", " + described(others, facts.name)), ...);
        look(one, t, expected, how);
        if (t.spent().applied(0) == 0) {
            INFO(pair_ << ": " << one.name << ": " << how);
            CHECK(t.spent().applied(0) > 0);
        }
        applied_[facts.call] += t.spent().applied();
        late_ += first.happens == time_passes && t.error() == std::errc::timed_out ? 1 : 0;
        stopped_ += first.happens == stop_is_requested && t.error() == std::errc::operation_canceled ? 1 : 0;
        ++points_;
        return t.spent().seen(facts.call);
    }

    void look(const scenario& one, trial& t, const expectation& expected, const std::string& how) {
        const std::string where = std::string(pair_) + ": " + one.name + ": " + how;
        const deadline guard(where.c_str());
        const std::string wrongs = wrongs_of(one, t, expected);
        if (!wrongs.empty()) {
            INFO(where << wrongs);
            CHECK(wrongs.empty());
        }
    }

    const char* pair_;
    tally& applied_;
    int points_ = 0;
    int late_ = 0;
    int stopped_ = 0;
    int lasting_ = 0;
};

/// A loop's sockets are not waited for by `wait_any`, and its listeners are no ranges.
[[nodiscard]] bool exists_under_test(std::string_view scenario) noexcept {
    return (under_test & drivers::loops) == 0 || !(scenario.starts_with("wait_any") || scenario == "iterate");
}

/// A part of the walk: a pair, or what asks the machine.
struct to_walk {
    std::string name;
    scenarios (*all)();
    bool is_raw = false;
    bool is_echo = false;
};

/// Each legal pair, unless another stands for it.
std::vector<to_walk> all_to_walk() {
    std::vector<to_walk> parts = {{"no socket", scenarios_of_the_machine}};
    support::for_each_pair(
        [&]<class Protocol, class Family>(support::pair<Protocol, Family>, const char* protocol, const char* family) {
            using pair = support::pair<Protocol, Family>;
            if constexpr (std::same_as<typename support::represented<pair>::by, pair>)
                parts.push_back({std::string(protocol) + " over " + family, scenarios_of<Protocol, Family>,
                                 tenon::receives_unbound<Protocol>, std::same_as<Protocol, tenon::icmp_echo>});
        });
    return parts;
}

void walk_under(const char* driver) {
    const std::vector<to_walk> parts = all_to_walk();
    // Thousands of connections linger for a minute: where it is allowed, in a network of their own.
    const bool own_network = may_have_own_network() && enter_own_network();
    static_cast<void>(own_network && set_of_network("net/ipv4/ping_group_range", "0 0"));
    REQUIRE((!own_network || add_broadcast_to_loopback()));
    const bool may_echo = tenon::open<tenon::icmp_echo, tenon::ipv4>().has_value();
    const bool may_be_raw = tenon::open<tenon::icmp, tenon::ipv4>().has_value();
    stopper::begin_again();
    tally applied;
    int points = 0;
    int late = 0;
    int stopped = 0;
    int lasting = 0;
    for (const auto& [part, all, is_raw, is_echo] : parts) {
        if (is_echo && !may_echo) {
            support::report_skipped(std::string(driver) + ' ' + part, "this group may not ping");
            continue;
        }
        if (is_raw && !may_be_raw) {
            support::report_skipped(std::string(driver) + ' ' + part, "raw sockets need CAP_NET_RAW");
            continue;
        }
        walker through(part.c_str(), applied);
        scenarios every = all();
        std::erase_if(every, [](const scenario& one) { return !exists_under_test(one.name); });
        for (const scenario& one : every)
            through.walk(one);
        std::printf("%s: %-22s %3zu operations, %5d points\n", driver, part.c_str(), every.size(), through.points());
        points += through.points();
        late += through.late();
        stopped += through.stopped();
        lasting += through.lasting();
    }
    std::printf("%s: %d points\n", driver, points);
    std::printf("%s: of these %d ended by the time, %d by a request to stop\n", driver, late, stopped);
    std::printf("%s: %d failures that never end\n", driver, lasting);
    CHECK((lasting > 0) == ((under_test & drivers::limits) != 0));
    CHECK(late > 0);
    CHECK(stopped > 0);
    // A call that nothing makes any more is not tested any more.
    for (const call_facts& facts : facts_of_calls) {
        INFO(facts.name);
        if (facts.of_own_network && !own_network)
            continue;
        CHECK((applied[facts.call] > 0) == ((facts.made_under & under_test) != 0));
    }
}

}  // namespace
}  // namespace faults

TEST_CASE("every call of every operation fails in every way", "[walk]") {
    // What was walked is said before something hangs.
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    for (const faults::walked_driver& one : faults::walked_drivers)
        DYNAMIC_SECTION(one.name) {
            faults::begin_walk_under(one.driver);
            faults::walk_under(one.name);
        }
}
