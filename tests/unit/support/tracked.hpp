// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

namespace unit {

/// Counts its objects, copies and moves: shows that a container neither loses a value nor destroys
/// it twice.
struct tracked {
    static inline int alive = 0;
    static inline int copies = 0;
    static inline int moves = 0;
    static void reset() noexcept { alive = copies = moves = 0; }

    explicit tracked(int held) noexcept : number(held) { ++alive; }
    tracked(const tracked& other) noexcept : number(other.number) {
        ++alive;
        ++copies;
    }
    tracked(tracked&& other) noexcept : number(std::exchange(other.number, -1)) {
        ++alive;
        ++moves;
    }
    tracked& operator=(const tracked&) = default;
    tracked& operator=(tracked&&) = default;
    ~tracked() { --alive; }

    int number;
};

}  // namespace unit
