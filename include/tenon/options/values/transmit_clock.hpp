// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The clock of `options::transmit_time`, and what its times mean (struct sock_txtime, tc-etf(8)).
struct transmit_clock {
    int clock = 0;               ///< as in clock_gettime(2), such as CLOCK_TAI
    bool as_deadlines = false;   ///< a message may leave before its time, not after
    bool report_errors = false;  ///< a dropped message is reported on the error queue
    friend constexpr bool operator==(const transmit_clock&,
                                     const transmit_clock&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::transmit_clock> {
    struct type {
        int clock;
        std::uint32_t flags;
    };
    static constexpr type encode(const options::transmit_clock& value) noexcept {
        return {value.clock, (value.as_deadlines ? 1U : 0U) | (value.report_errors ? 2U : 0U)};
    }
    static constexpr options::transmit_clock decode(const type& given) noexcept {
        return {given.clock, (given.flags & 1U) != 0, (given.flags & 2U) != 0};
    }
};
