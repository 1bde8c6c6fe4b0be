// SPDX-License-Identifier: BSL-1.0

#include <matrix/cells.hpp>

#include <cstddef>
#include <cstdio>
#include <map>
#include <set>

#include <support/catch.hpp>
#include <support/pairs.hpp>

namespace matrix {
namespace {

struct pair_cells {
    std::map<std::string, bool> executed;
    std::string left_out;
    std::map<std::string, std::size_t> left_out_singly;
};
std::map<std::string, pair_cells>& account() {
    static std::map<std::string, pair_cells> all;
    return all;
}
std::set<std::string>& announced_drivers() {
    static std::set<std::string> all;
    return all;
}

std::string cell(const std::string& driver, const std::string& state, const std::string& operation) {
    return operation + " of `" + state + "` under " + driver;
}

}  // namespace

void announce_cell(const std::string& pair, const std::string& driver, const std::string& state, const std::string& operation) {
    account()[pair].executed.emplace(cell(driver, state, operation), false);
    announced_drivers().insert(driver);
}

void cell_was_executed(const std::string& pair, const std::string& driver, const std::string& state,
                       const std::string& operation) {
    account().at(pair).executed.at(cell(driver, state, operation)) = true;
}

void cell_is_left_out(const std::string& pair, const std::string& driver, const std::string& state,
                      const std::string& operation, const std::string& why) {
    account().at(pair).executed.erase(cell(driver, state, operation));
    ++account().at(pair).left_out_singly[why];
}

void pair_is_left_out(const std::string& pair, const std::string& why) {
    account().at(pair).left_out = why;
}

// The last of all, since the others execute the cells: see the order of the sources, and of the tests, in meson.build.
TEST_CASE("every legal cell of the truth table is executed", "[cells]") {
    std::size_t legal = 0;
    std::size_t executed = 0;
    std::size_t left_out = 0;
    std::map<std::string, std::size_t> left_out_singly;
#ifdef MATRIX_OF_SOME_PAIRS
    CHECK(account().size() == MATRIX_OF_SOME_PAIRS);
#else
    CHECK(account().size() == support::legal_pairs::size);
#endif
    for (const auto& [pair, cells] : account()) {
        legal += cells.executed.size();
        if (!cells.left_out.empty()) {
            left_out += cells.executed.size();
            std::printf("%s: none of the %zu cells can be executed: %s\n", pair.c_str(), cells.executed.size(),
                        cells.left_out.c_str());
            continue;
        }
        for (const auto& [why, count] : cells.left_out_singly) {
            legal += count;
            left_out += count;
            left_out_singly[why] += count;
        }
        for (const auto& [name, was_executed] : cells.executed) {
            executed += was_executed ? 1 : 0;
            INFO(pair << ": " << name << " was not executed");
            CHECK(was_executed);
        }
    }
    for (const auto& [why, count] : left_out_singly)
        support::report_skipped(std::to_string(count) + " cells", why);
    std::printf("figure: %zu legal cells of verbs and operations under %zu driver%s, %zu executed, %zu impossible here\n",
                legal, announced_drivers().size(), announced_drivers().size() == 1 ? "" : "s", executed, left_out);
}

}  // namespace matrix
