// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>

#include <tenon/system/types.hpp>

namespace tenon::inline v0::call {

/// What EAGAIN means, of an attempt that is not to wait: that nothing has come, or, on a socket that is shut, that nothing
/// will, which is `where_ended`. Of messages without a connection, and of a Unix listener, Linux goes on to say EAGAIN then,
/// while poll(2) calls the socket readable: whoever waits for it would run in circles.
template <class System, class Attempt>
[[nodiscard, gnu::noinline, gnu::cold]] std::ptrdiff_t nothing_yet(const System& system, os::descriptor socket,
                                                                   std::ptrdiff_t where_ended,
                                                                   const Attempt& attempt) noexcept {
    if (!system.receiving_ended(socket))
        return -EAGAIN;
    // Something may have come between the first attempt and the end.
    const std::ptrdiff_t answer = attempt();
    return answer == -EAGAIN ? where_ended : answer;
}

}  // namespace tenon::inline v0::call
