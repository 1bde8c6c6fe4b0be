// SPDX-License-Identifier: BSL-1.0

// Every operation is run once to see which calls it makes; then once for each of them and each way in which it can fail. What
// the caller is to see is said by rules.hpp, what has to hold afterwards by the scenarios. Nothing may stay open.

#include <cstdio>
#include <map>
#include <string>
#include <support/catch.hpp>

#include "../helpers/deadline.hpp"
#include "../helpers/descriptors.hpp"
#include "../helpers/network_namespace.hpp"
#include "errors.hpp"
#include "pairs.hpp"
#include "rules.hpp"
#include "trial.hpp"

namespace faults {
namespace {

/// How often each call was made to fail.
using tally = std::map<call_name, int>;

[[nodiscard]] std::error_code code_of(int number) {
    return number == as_ever ? std::error_code() : tenon::failure(number).code();
}

/// Runs a scenario and looks for what it left behind; gives what was wrong.
[[nodiscard]] std::string wrongs_of(const scenario& one, trial& t, const std::error_code& expected) {
    std::string wrongs;
    ledger::begin_again();
    const int before = open_descriptors();
    try {
        one.run(t);
    } catch (const std::exception& error) {
        wrongs += std::string("\n  threw ") + error.what();
    }
    for (const std::string& wrong : t.wrongs())
        wrongs += "\n  does not hold: " + wrong;
    if (t.error() != expected)
        wrongs += "\n  says \"" + t.error().message() + "\", and not \"" + expected.message() + '"';
    if (ledger::still_open() != 0 || open_descriptors() != before)
        wrongs += "\n  a descriptor is left open";
    if (ledger::strays() != 0)
        wrongs += "\n  a descriptor is closed that is not open";
    return wrongs;
}

/// The walk through one pair.
class walker {
public:
    walker(const char* pair, tally& struck) : pair_(pair), struck_(struck) {}

    void walk(const scenario& one) {
        trial whole;
        look(one, whole, code_of(one.expected), "without a fault");
        for (const call_facts& facts : facts_of_calls)
            for (int position = 0; position != whole.spent().seen(facts.call); ++position)
                fail(one, facts, position);
    }

    [[nodiscard]] int points() const noexcept { return points_; }

private:
    void fail(const scenario& one, const call_facts& facts, int position) {
        for (const int error : facts.errors)
            point(one, facts, {facts.call, error, 0, position, 1});
        if (facts.interruptible) {
            point(one, facts, {facts.call, EINTR, 0, position, 1});
            point(one, facts, {facts.call, EINTR, 0, position, 3});
        }
        // Interrupted or not, the attempt goes on, and is awaited. What was refused at once has none that goes on.
        if (facts.call == call_name::connect && one.expected != ECONNREFUSED)
            for (const int error : {EINTR, EINPROGRESS})
                point(one, facts, {facts.call, error, 0, position, 1, true});
        if (facts.carries)
            for (std::size_t bytes = 1; bytes <= words.size(); ++bytes)
                for (const int times : {1, -1})
                    point(one, facts, {facts.call, 0, bytes, position, times});
    }

    void point(const scenario& one, const call_facts& facts, const tenon::os::fault& planned) {
        int seen =
            planned.error == 0 || planned.carried_out ? as_ever : seen_of(facts.call, planned.error, planned.after, one.name);
        if (seen == impossible)
            return;
        if (seen == as_ever)
            seen = one.expected;
        trial t(planned);
        const std::string how = planned.error != 0 ? "\"" + code_of(planned.error).message() + '"'
                                                   : "at most " + std::to_string(planned.at_most) + " bytes";
        look(one, t, code_of(seen == nothing ? as_ever : seen),
             std::string(facts.name) + " number " + std::to_string(planned.after) + ": " + how + " × " +
                 std::to_string(planned.times) + (planned.carried_out ? ", carried out" : ""));
        INFO(pair_ << ": " << one.name << ": " << facts.name << " number " << planned.after << ": " << how);
        CHECK(t.spent().struck() > 0);
        struck_[facts.call] += t.spent().struck();
        ++points_;
    }

    void look(const scenario& one, trial& t, const std::error_code& expected, const std::string& how) {
        const std::string where = std::string(pair_) + ": " + one.name + ": " + how;
        const deadline guard(where.c_str());
        const std::string wrongs = wrongs_of(one, t, expected);
        INFO(where << wrongs);
        CHECK(wrongs.empty());
    }

    const char* pair_;
    tally& struck_;
    int points_ = 0;
};

}  // namespace
}  // namespace faults

TEST_CASE("every call of every operation fails in every way", "[walk]") {
    using namespace faults;
    const struct {
        const char* pair;
        scenarios (*all)();
    } pairs[] = {
        {"tcp over ipv4", scenarios_of_tcp_over_ipv4},
        {"tcp over ipv6", scenarios_of_tcp_over_ipv6},
        {"udp over ipv4", scenarios_of_udp_over_ipv4},
        {"udp over ipv6", scenarios_of_udp_over_ipv6},
        {"stream over local", scenarios_of_stream_over_local},
        {"datagram over local", scenarios_of_datagram_over_local},
        {"seqpacket over local", scenarios_of_seqpacket_over_local},
    };
    // Thousands of connections linger for a minute: where it is allowed, in a network of their own.
    static_cast<void>(may_have_own_network() && enter_own_network());
    tally struck;
    int points = 0;
    for (const auto& [pair, all] : pairs) {
        walker through(pair, struck);
        const scenarios every = all();
        for (const scenario& one : every)
            through.walk(one);
        std::printf("%-22s %3zu operations, %5d points\n", pair, every.size(), through.points());
        points += through.points();
    }
    std::printf("%-22s %d points\n", "the walk:", points);
    // A call that nothing makes any more is not tested any more.
    for (const call_facts& facts : facts_of_calls) {
        INFO(facts.name);
        CHECK(struck[facts.call] > 0);
    }
}
