// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace pins {

/// Returns the number of members of tcp_info.def that a `struct tcp_info` of the system has, or -1
/// if one has another offset. An older structure ends early. Bit fields are not in the list,
/// because they have no address.
template <class System>
consteval int matching_members() {
    int found = 0;
#define MEMBER(ours, theirs, offset, type)         \
    if constexpr (requires { &System::theirs; }) { \
        if (offsetof(System, theirs) != (offset))  \
            return -1;                             \
        ++found;                                   \
    }
#include "tcp_info.def"
#undef MEMBER
    return found;
}

}  // namespace pins
