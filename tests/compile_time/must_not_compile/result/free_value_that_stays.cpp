// SPDX-License-Identifier: BSL-1.0
// `value` takes a result, and moves the value out of it.
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
