// SPDX-License-Identifier: BSL-1.0
#pragma once

// The limits of one operation: a duration or none, and up to three stop tokens.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <conformance/random/choices.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

class random_limits {
public:
    /// Draws a duration and tokens of `sources`.
    random_limits(choices& random, std::vector<tenon::stop_source>& sources) {
        if (!random.one_in(4))
            nanoseconds_ = random.one_in(50) ? -1 : random.duration().count();
        is_exact_ = random.one_in(3);
        for (std::size_t count = static_cast<std::size_t>(random.below(4)); count-- != 0;)
            if (random.one_in(2))
                tokens_[count] = random.one_of(sources).token();
    }

    /// A duration.
    explicit random_limits(std::chrono::nanoseconds duration) : nanoseconds_(duration.count()) {}

    template <class Limits>
    void restrict(Limits& limits) const noexcept {
        if (nanoseconds_ && is_exact_)
            limits.end_in(*nanoseconds_);
        else if (nanoseconds_)
            limits.end_within(*nanoseconds_);
        for (const auto& token : tokens_)
            if (token)
                token->restrict(limits);
    }
    /// Returns whether the limits end an operation in the course of time.
    [[nodiscard]] bool will_end() const noexcept {
        for (const auto& token : tokens_)
            if (token && token->stop_requested())
                return true;
        return nanoseconds_.has_value();
    }

private:
    std::optional<std::int64_t> nanoseconds_;
    bool is_exact_ = false;
    std::optional<tenon::stop_token> tokens_[3];
};

static_assert(tenon::limit<random_limits>);

}  // namespace random_programs
