// SPDX-License-Identifier: BSL-1.0
// The value of a temporary result is moved, so its type must be movable.
//
// change: outcome -> std::move(outcome)
// words: deleted (member )?function
// words deleted: a value that cannot be moved stays in its result: give the result a name
#include <utility>

#include <tenon.hpp>

struct counter {
    counter() = default;
    counter(counter&&) = delete;
    int count = 0;
};

int misuse(tenon::result<counter>& outcome) {
    return (/*here*/ outcome).value().count;
}
