// SPDX-License-Identifier: BSL-1.0
#pragma once

// The choices of a program, which its seed determines.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace random_programs {

class choices {
public:
    explicit choices(unsigned seed) : state_(seed) {}
    choices(const choices&) = delete;

    /// Returns a number from 0 to `count - 1`.
    [[nodiscard]] int below(int count) {
        return static_cast<int>(next() % static_cast<unsigned>(count));
    }
    /// Returns true once in `count` times on average.
    [[nodiscard]] bool one_in(int count) { return below(count) == 0; }
    [[nodiscard]] std::size_t size_up_to(int most) {
        return static_cast<std::size_t>(1 + below(most));
    }
    /// Returns a duration below 3 ms, which is often 0.
    [[nodiscard]] std::chrono::nanoseconds duration() {
        return std::chrono::microseconds(one_in(4) ? 0 : below(3'000));
    }
    template <class Container>
    [[nodiscard]] auto& one_of(Container& from) {
        return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
    }

private:
    /// SplitMix64 (G. Steele et al., OOPSLA 2014), whose sequences of adjacent seeds are not
    /// alike.
    [[nodiscard]] std::uint64_t next() {
        std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    std::uint64_t state_;
};

}  // namespace random_programs
