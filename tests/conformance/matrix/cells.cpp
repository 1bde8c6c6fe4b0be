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

/// What has become of a cell: nothing yet, while neither says something.
struct fate {
    bool executed = false;
    std::string left_out;
};
std::map<cell, fate>& account() {
    static std::map<cell, fate> all;
    return all;
}
std::map<std::string, std::string>& pairs_left_out() {
    static std::map<std::string, std::string> all;
    return all;
}

}  // namespace

void announce(const cell& legal) {
    account().emplace(legal, fate{});
}

void executed(const cell& one) {
    account().at(one).executed = true;
}

void left_out(const cell& one, const std::string& why) {
    account().at(one).left_out = why;
}

void pair_is_left_out(const std::string& pair, const std::string& why) {
    pairs_left_out()[pair] = why;
}

// The last of all, since the others execute the cells: see the order of the sources, and of the tests, in meson.build.
TEST_CASE("every legal cell of the truth table is executed", "[cells]") {
    std::set<std::string> pairs;
    std::set<std::string> driver_names;
    std::map<std::string, std::size_t> of_pairs;
    std::map<std::string, std::size_t> of_cells;
    std::size_t done = 0;
    std::size_t impossible = 0;
    for (const auto& [one, what] : account()) {
        pairs.insert(one.pair);
        driver_names.insert(one.driver);
        if (pairs_left_out().contains(one.pair)) {
            ++of_pairs[one.pair];
            ++impossible;
        } else if (!what.left_out.empty()) {
            ++of_cells[what.left_out];
            ++impossible;
        } else {
            done += what.executed ? 1 : 0;
            INFO(one.pair << ": " << one.operation << " of `" << one.state << "` under " << one.driver << " was not executed");
            CHECK(what.executed);
        }
    }
#ifdef MATRIX_OF_SOME_PAIRS
    CHECK(pairs.size() == MATRIX_OF_SOME_PAIRS);
#else
    CHECK(pairs.size() == support::legal_pairs::size);
#endif
    for (const auto& [pair, count] : of_pairs)
        std::printf("%s: none of the %zu cells can be executed: %s\n", pair.c_str(), count, pairs_left_out()[pair].c_str());
    for (const auto& [why, count] : of_cells)
        support::report_skipped(std::to_string(count) + " cells", why);
    std::printf("figure: %zu legal cells of verbs and operations under %zu driver%s, %zu executed, %zu impossible here\n",
                account().size(), driver_names.size(), driver_names.size() == 1 ? "" : "s", done, impossible);
}

}  // namespace matrix
