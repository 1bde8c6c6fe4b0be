// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <cerrno>
#include <cstddef>
#include <vector>

#include <tenon.hpp>

using tenon::call_outcome;
using tenon::proceed;

namespace {

/// Two calls, one after the other.
struct two_calls : tenon::archetype::operation {
    bool advance(std::ptrdiff_t returned) noexcept {
        taken.push_back(returned);
        return taken.size() == 2;
    }
    void fail(int error) noexcept { failed.push_back(error); }

    std::vector<std::ptrdiff_t> taken;
    std::vector<int> failed;
};

}  // namespace

TEST_CASE("proceed: passes results to the operation until it is done") {
    two_calls operation;
    std::ptrdiff_t next = 10;
    auto perform = [&](auto&) { return call_outcome<>{.returned = next++}; };
    CHECK(proceed(operation, perform));
    CHECK(operation.taken == std::vector<std::ptrdiff_t>{10, 11});
    CHECK(operation.failed.empty());
}

TEST_CASE("proceed: stops at a pending call, whose result is not passed") {
    two_calls operation;
    int calls = 0;
    auto perform = [&](auto&) { return call_outcome<>{.returned = 3, .pending = ++calls == 2}; };
    CHECK_FALSE(proceed(operation, perform));
    CHECK(operation.taken == std::vector<std::ptrdiff_t>{3});
    CHECK(proceed(operation, perform));
    CHECK(operation.taken == std::vector<std::ptrdiff_t>{3, 3});
}

TEST_CASE("proceed: an error of the driver ends the operation through fail") {
    two_calls operation;
    auto perform = [](auto&) { return call_outcome<>{.returned = 3, .error = ECANCELED}; };
    CHECK(proceed(operation, perform));
    CHECK(operation.taken.empty());
    CHECK(operation.failed == std::vector<int>{ECANCELED});
}
