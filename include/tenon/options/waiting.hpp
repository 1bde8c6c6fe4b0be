// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/whole.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// How long a call of the system may wait; 0 is without end. It is made of any duration of whole microseconds; the system
/// rounds it up to its clock.
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
    /// Where the system counts seconds in 32 bits, what is too long is as long as it can be, not something short.
    static constexpr ::timeval encode(const options::longest_wait& value) noexcept {
        using seconds = decltype(type::tv_sec);
        constexpr auto most = static_cast<long long>((1ULL << (8 * sizeof(seconds) - 1)) - 1);
        const long long wanted = value.count() / 1'000'000;
        return {static_cast<seconds>(wanted > -most ? wanted < most ? wanted : most : -most),  // unreached: time_t has 64 bits
                static_cast<decltype(type::tv_usec)>(value.count() % 1'000'000)};
    }
    static constexpr options::longest_wait decode(const ::timeval& given) noexcept {
        // The system can have been given more seconds than there are microseconds to count: that is as long as it can be.
        constexpr long long longest = 0x7FFF'FFFF'FFFF'FFFF / 1'000'000 - 1;
        const long long seconds = given.tv_sec;
        const long long counted = seconds > longest ? longest : seconds < -longest ? -longest : seconds;
        return options::longest_wait(counted * 1'000'000 + given.tv_usec % 1'000'000);
    }
};

namespace tenon {
inline namespace v0 {
namespace options {

// These bound each call that blocks in the system, whatever is left of it; a limit on an operation bounds the operation.

/// SO_RCVTIMEO: how long a call that receives or accepts may wait; then it fails with `operation_would_block` (socket(7)).
using receive_timeout = option<longest_wait, SOL_SOCKET, SO_RCVTIMEO, on_any>;

/// SO_SNDTIMEO: how long a call that sends or connects may wait; then it fails with `operation_would_block` (socket(7)).
using send_timeout = option<longest_wait, SOL_SOCKET, SO_SNDTIMEO, on_any>;

}  // namespace options
}  // namespace v0
}  // namespace tenon
