// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <initializer_list>

namespace faults {

/// Removes capabilities, such as CAP_NET_RAW, from this thread for good (capabilities(7)).
[[nodiscard]] inline bool drop_capabilities(std::initializer_list<unsigned> dropped) {
    ::__user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    ::__user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {};
    if (::syscall(SYS_capget, &header, sets) != 0)
        return false;
    for (const unsigned capability : dropped) {
        ::__user_cap_data_struct& set = sets[CAP_TO_INDEX(capability)];
        set.effective &= ~CAP_TO_MASK(capability);
        set.permitted &= ~CAP_TO_MASK(capability);
        set.inheritable &= ~CAP_TO_MASK(capability);
    }
    return ::syscall(SYS_capset, &header, sets) == 0;
}

}  // namespace faults
