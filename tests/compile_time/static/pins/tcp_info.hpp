// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace pins {

/// How many members of tcp_info.def a `struct tcp_info` of the system has, each where the list says; -1 if one lies elsewhere.
/// An older structure ends early. A bit field has no address, and is left out.
template <class System>
consteval int lie_as_listed() {
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
