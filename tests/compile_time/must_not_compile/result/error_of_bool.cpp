// SPDX-License-Identifier: BSL-1.0
// A result converts to bool only in a condition, and never to a number.
//
// change: (outcome.has_value() ? 1 : 0) -> outcome
// words: result<
#include <tenon.hpp>

int misuse(const tenon::result<int>& outcome) {
    return 1 + /*here*/ (outcome.has_value() ? 1 : 0);
}
