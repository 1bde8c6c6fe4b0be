// SPDX-License-Identifier: BSL-1.0
// `and_then` takes a function that returns a result; for any other function there is `transform`.
//
// change: transform -> and_then
// words: and_then takes a function that returns a result; transform takes any other
#include <tenon.hpp>

auto misuse(const tenon::result<int>& outcome) {
    return outcome./*here*/ transform([](int number) { return number + 1; });
}
