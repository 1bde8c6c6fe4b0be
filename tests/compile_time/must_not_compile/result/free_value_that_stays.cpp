// SPDX-License-Identifier: BSL-1.0
// The function `value` moves the value out of a result, so its type must be movable.
//
// change: int -> counter
// words: is_move_constructible_v
#include <tenon.hpp>

struct counter {
    counter() = default;
    counter(counter&&) = delete;
};

void misuse() {
    static_cast<void>(tenon::value(tenon::result</*here*/ int>()));
}
