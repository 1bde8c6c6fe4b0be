// SPDX-License-Identifier: BSL-1.0

#include <conformance/matrix/cells.hpp>

#include <cstddef>
#include <cstdio>
#include <map>
#include <set>

#include <support/catch.hpp>
#include <support/pairs.hpp>

namespace matrix {
namespace {

/// Whether a cell was executed, or the reason why it cannot be.
struct outcome {
    bool executed = false;
    std::string reason;
};
std::map<cell, outcome>& outcomes() {
    static std::map<cell, outcome> all;
    return all;
}
/// The pairs of which no cell can be executed, with the reason.
std::map<std::string, std::string>& impossible_pairs() {
    static std::map<std::string, std::string> all;
    return all;
}

}  // namespace

void announce(const cell& legal) {
    outcomes().emplace(legal, outcome{});
}

void executed(const cell& one) {
    outcomes().at(one).executed = true;
}

void cannot_execute(const cell& one, const std::string& reason) {
    outcomes().at(one).reason = reason;
}

void cannot_execute_pair(const std::string& pair, const std::string& reason) {
    impossible_pairs()[pair] = reason;
}

// Runs last, because the other tests execute the cells: meson.build defines the order of the
// sources and of the tests.
TEST_CASE("truth table: the suite has run, every legal cell was executed", "[cells]") {
    std::set<std::string> pairs;
    std::set<std::string> driver_names;
    std::map<std::string, std::size_t> of_pairs;
    std::map<std::string, std::size_t> of_cells;
    std::size_t done = 0;
    std::size_t impossible = 0;
    for (const auto& [one, seen] : outcomes()) {
        pairs.insert(one.pair);
        driver_names.insert(one.driver);
        if (impossible_pairs().contains(one.pair)) {
            ++of_pairs[one.pair];
            ++impossible;
        } else if (!seen.reason.empty()) {
            ++of_cells[seen.reason];
            ++impossible;
        } else {
            done += seen.executed ? 1 : 0;
            INFO(one.pair << ": " << one.operation << " of `" << one.state << "` under "
                          << one.driver << " was not executed");
            CHECK(seen.executed);
        }
    }
#ifdef MATRIX_OF_SOME_PAIRS
    CHECK(pairs.size() == MATRIX_OF_SOME_PAIRS);
#else
    CHECK(pairs.size() == support::legal_pairs::size);
#endif
    for (const auto& [pair, count] : of_pairs)
        std::printf("%s: none of the %zu cells can be executed: %s\n", pair.c_str(), count,
                    impossible_pairs()[pair].c_str());
    for (const auto& [reason, count] : of_cells)
        support::report_skipped(std::to_string(count) + " cells", reason);
    std::printf(
        "figure: %zu legal cells of verbs and operations under %zu driver%s, %zu executed, %zu impossible on this system\n",
        outcomes().size(), driver_names.size(), driver_names.size() == 1 ? "" : "s", done,
        impossible);
}

}  // namespace matrix
