// SPDX-License-Identifier: BSL-1.0
// TCP_KEEPIDLE is in whole seconds.
//
// change: seconds -> half_seconds
// words: (no matching|no known conversion|could not convert)
#include <tenon.hpp>

struct seconds {
    struct period {
        static constexpr long num = 1, den = 1;
    };
    long count() const { return 1; }
};
struct half_seconds : seconds {
    struct period {
        static constexpr long num = 1, den = 2;
    };
};

auto misuse() {
    return tenon::options::keep_alive_idle{/*here*/ seconds()};
}
