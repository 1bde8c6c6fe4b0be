// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/base/narrow_cast.hpp>
#include <tenon/options/machinery/whole.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The longest time for which a call may block in the system, in microseconds; 0 means no limit.
/// Any duration that is a whole number of microseconds converts to it. The system rounds it up to
/// the resolution of its clock. Setting a negative time fails with `argument_out_of_domain`.
class longest_wait : public whole_microseconds {
public:
    using whole_microseconds::whole_microseconds;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::longest_wait> {
    using type = ::timeval;
    /// If the system counts seconds in 32 bits, a longer time becomes the longest that fits.
    static constexpr ::timeval encode(const options::longest_wait& value) noexcept {
        using seconds = decltype(type::tv_sec);
        constexpr auto most = static_cast<long long>((1ULL << (8 * sizeof(seconds) - 1)) - 1);
        // Linux takes negative seconds as 0: a blocking call then ends at once, but the option
        // reads as 0, which means no limit. The system refuses negative microseconds.
        if (value.count() < 0)
            return {0, -1};
        const long long wanted = value.count() / 1'000'000;
        return {detail::narrow_cast<seconds>(
                    wanted < most ? wanted : most),  // unreached: time_t has 64 bits
                detail::narrow_cast<decltype(type::tv_usec)>(value.count() % 1'000'000)};
    }
    /// Seconds that overflow when counted in microseconds become the longest time. A negative time,
    /// which no system returns, becomes -1.
    static constexpr options::longest_wait decode(const ::timeval& given) noexcept {
        if (given.tv_sec < 0 || given.tv_usec < 0)
            return options::longest_wait(-1);
        constexpr long long longest = 0x7FFF'FFFF'FFFF'FFFF / 1'000'000 - 1;
        const long long seconds = given.tv_sec;
        return options::longest_wait((seconds < longest ? seconds : longest) * 1'000'000 +
                                     given.tv_usec % 1'000'000);
    }
};
